package net.openmeet.matrix.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Localparts of Matrix user ids: the ones we derive, and which of others' can be used at all.
 *
 * @see <a href="https://spec.matrix.org/v1.15/appendices/#mapping-from-other-character-sets">Matrix specification, mapping from
 *     other character sets</a>
 */
final class Localparts {
    /** A whole user id, {@code @} and {@code :server} included, has at most this many bytes. */
    private static final int MOST_BYTES = 255;

    /** What needs no escape: all that the grammar allows but {@code =}, which starts one. */
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789._-/+";

    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGEST_BYTES = 6;

    private Localparts() {}

    /**
     * The localpart for somebody without a registered handle: {@code slug_tenant}, lower-cased and escaped. One that would be too
     * long keeps its tenant, and as much of the slug as fits before a digest of it, so that two long slugs stay two people.
     */
    static String derived(String slug, String tenant, String server) {
        String suffix = "_" + escaped(tenant);
        String whole = escaped(slug) + suffix;
        int most = room(server);
        if (whole.length() <= most) {
            return whole;
        }
        String digest = "." + digest(slug);
        int left = Math.max(0, most - suffix.length() - digest.length());
        return cut(escaped(slug), left) + digest + suffix;
    }

    /**
     * Whether a homeserver can have a user of this name: the historical grammar, which allows more than we derive, and the length.
     *
     * @see <a href="https://spec.matrix.org/v1.15/appendices/#historical-user-ids">Matrix specification, historical user ids</a>
     */
    static boolean usable(String localpart, String server) {
        return !localpart.isEmpty()
                && localpart.length() <= room(server)
                && localpart.chars().allMatch(c -> c >= 0x21 && c <= 0x7e && c != ':');
    }

    private static int room(String server) {
        return MOST_BYTES - "@:".length() - server.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c >= 'A' && c <= 'Z') {
                escaped.append((char) (c - 'A' + 'a'));
            } else if (PLAIN.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append('=').append(HEX.toHexDigits(b));
            }
        }
        return escaped.toString();
    }

    /** The start of an escaped text, never ending within an escape. */
    private static String cut(String escaped, int most) {
        if (escaped.length() <= most) {
            return escaped;
        }
        int escape = escaped.lastIndexOf('=', most - 1);
        return escaped.substring(0, escape >= 0 && escape > most - 3 ? escape : most);
    }

    private static String digest(String slug) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(slug.getBytes(StandardCharsets.UTF_8));
            return HEX.formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
