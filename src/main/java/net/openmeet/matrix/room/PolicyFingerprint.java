package net.openmeet.matrix.room;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells two policies apart by what they mean for rooms and accounts. How long things are given isn't part of it: that changes no
 * desired state. Stored with lanes, so the same policy has the same fingerprint in every process and in later versions; should a
 * version mean something new by the same settings, {@link #MEANING} is raised.
 */
public final class PolicyFingerprint {
    /** Of this code's reading of a policy. */
    private static final int MEANING = 1;

    /** 64 bits: two policies of one tenant that follow each other don't meet by chance. */
    private static final int BYTES = 8;

    private PolicyFingerprint() {}

    /** Sixteen hexadecimal digits. */
    public static String of(Policy policy) {
        // Sets and maps have another order in each process, and a pattern is compared by its text.
        List<Object> parts = List.of(
                MEANING,
                policy.bot(),
                policy.templates(),
                sorted(policy.groupLevels()),
                sorted(policy.attendeeLevels()),
                sorted(policy.inRoomGroupRoles()),
                sorted(policy.inRoomStatuses()),
                policy.roomVersion(),
                policy.identities(),
                // What a homeserver was found to do isn't a change of policy.
                policy.accounts() == Policy.Accounts.WAIT ? Policy.Accounts.WAIT : Policy.Accounts.CREATE,
                policy.deactivateDeleted(),
                sorted(policy.legacyCreators()),
                sorted(policy.reservedLocalparts()));
        return HexFormat.of().formatHex(sha256(parts.toString()), 0, BYTES);
    }

    private static List<String> sorted(Map<?, ?> map) {
        return sorted(map.entrySet());
    }

    private static List<String> sorted(Collection<?> some) {
        return some.stream().map(Object::toString).sorted().collect(Collectors.toList());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
