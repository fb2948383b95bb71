package net.openmeet.matrix.people;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;

/**
 * A person's account lane, as stored: what it should be, and what we know of the homeserver.
 *
 * @param v format version of the stored value
 * @param identity as last told
 * @param displayName absent where OpenMeet told none: then it is left as it is
 * @param avatar an {@code mxc://} address, absent likewise
 * @param hold how far the account of the identity's localpart is ours
 * @param refusal why it isn't, and won't be until something changes
 * @param attributes by {@link AccountAttribute#word()}; what isn't in it we know nothing of
 * @param tries what keeps us from asking too often
 * @param announced the account's state as the people stage has it, by its own word or our news
 * @param origin of the fact that last asked for something: for logs and traces. Absent in what older versions wrote
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AccountBody(
        int v,
        Optional<Identity> identity,
        Optional<String> displayName,
        Optional<String> avatar,
        Hold hold,
        Optional<Problem> refusal,
        Map<String, Attribute> attributes,
        Tries tries,
        Optional<Identity.State> announced,
        Optional<Origin> origin) {

    /** How far an account is ours. */
    public enum Hold {
        /** Nothing is known. */
        UNSEEN,
        /** We tried to register it and don't know what came of it. */
        UNANSWERED,
        /** Somebody has the name. */
        TAKEN,
        /** Somebody has the name, maybe by our own try that had no answer. */
        RETAKEN,
        /** We made it; it doesn't carry our claim yet. */
        MADE,
        /** It was there, without a claim, and OpenMeet registered its handle for this person. */
        FOUND,
        /** As FOUND, and we put our claim: to be read back once, since two persons could do so at the same time. */
        CLAIMED,
        /** It exists and carries our claim. */
        CONFIRMED,
        /** It is not for this person. */
        REFUSED,
        /** It was ours; somebody asked to look at it again, or the homeserver's database was replaced since. */
        DOUBTED,
        /** It was ours, and the homeserver doesn't know it any more: we make it again. */
        LOST;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One attribute of the account.
     *
     * @param shown what the homeserver has, for certain
     * @param refused what it will not take
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Attribute(Optional<String> shown, Optional<String> refused, Optional<Problem> problem) {
        static final Attribute UNKNOWN = new Attribute(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * How often we asked in vain.
     *
     * @param probes looks for an account that isn't there, in a row
     * @param losses times the account was lost, each soon after the one before
     * @param notBefore nothing is tried before this
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Tries(int probes, int losses, Optional<Instant> lostAt, Optional<Instant> notBefore) {
        static final Tries NONE = new Tries(0, 0, Optional.empty(), Optional.empty());
    }

    /** A lane that was told nothing. */
    public static AccountBody fresh() {
        return new AccountBody(
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Hold.UNSEEN,
                Optional.empty(),
                Map.of(),
                Tries.NONE,
                Optional.empty(),
                Optional.empty());
    }

    /** Whether the account is certainly this person's. */
    @JsonIgnore
    boolean isOurs() {
        return hold == Hold.CONFIRMED || hold == Hold.MADE;
    }

    @JsonIgnore
    boolean isGone() {
        return identity.filter(told -> told.state() == Identity.State.GONE).isPresent();
    }

    Attribute attribute(AccountAttribute attribute) {
        return attributes.getOrDefault(attribute.word(), Attribute.UNKNOWN);
    }

    AccountBody told(Operation.AccountTold told) {
        return new AccountBody(
                v,
                Optional.of(told.identity()),
                told.displayName(),
                told.avatar(),
                hold,
                refusal,
                attributes,
                tries,
                announced,
                told.origin().or(() -> origin));
    }

    /** Another hold, with no refusal. */
    AccountBody holding(Hold next) {
        return new AccountBody(
                v, identity, displayName, avatar, next, Optional.empty(), attributes, tries, announced, origin);
    }

    AccountBody refused(Problem problem) {
        return new AccountBody(
                v,
                identity,
                displayName,
                avatar,
                Hold.REFUSED,
                Optional.of(problem),
                attributes,
                tries,
                announced,
                origin);
    }

    AccountBody with(AccountAttribute attribute, Attribute value) {
        Map<String, Attribute> next = new TreeMap<>(attributes);
        next.put(attribute.word(), value);
        return withAttributes(next);
    }

    AccountBody withAttributes(Map<String, Attribute> next) {
        return new AccountBody(
                v, identity, displayName, avatar, hold, refusal, Map.copyOf(next), tries, announced, origin);
    }

    AccountBody withTries(Tries next) {
        return new AccountBody(v, identity, displayName, avatar, hold, refusal, attributes, next, announced, origin);
    }

    AccountBody withAnnounced(Optional<Identity.State> next) {
        return new AccountBody(v, identity, displayName, avatar, hold, refusal, attributes, tries, next, origin);
    }
}
