package net.openmeet.matrix.room;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;

/** Whose room an alias points to. Anybody may write a marker, so it counts only where the bot made the room. */
enum Ownership {
    /** Made for this lane, and in nobody else's hands. */
    OURS,
    /** Ours, or not to be told, until the bot is in it. */
    OUTSIDE,
    /** Made for another lane, where the alias is only an alternative. */
    OTHERS_ALTERNATIVE,
    /** Made for another lane, and the alias is its canonical one. */
    OTHERS,
    /** None of ours. */
    FOREIGN;

    /**
     * Judges by a reading.
     *
     * @param expected users of this lane, who may stand as high as the bot: in older rooms hosts do
     */
    static Ownership of(Seen.RoomReading seen, RoomAlias alias, LaneKey lane, Policy policy, Set<UserId> expected) {
        if (seen.creator().isEmpty()) {
            return OUTSIDE;
        }
        boolean legacy = seen.lane().isEmpty()
                && policy.legacyCreators().contains(seen.creator().get());
        if (!legacy && !seen.creator().get().equals(policy.bot())) {
            return FOREIGN;
        }
        Optional<LaneKey> marker = seen.lane().flatMap(LaneKey::read);
        if (!legacy && marker.filter(lane::equals).isEmpty()) {
            boolean ofTenant =
                    marker.filter(other -> other.tenant().equals(lane.tenant())).isPresent();
            // A room without a main alias that names this one gave it up; one that names none may be half made.
            boolean elsewhere = seen.canonicalAlias()
                    .map(its -> !its.equals(alias))
                    .orElseGet(() -> seen.alternatives().contains(alias));
            return !ofTenant ? FOREIGN : elsewhere ? OTHERS_ALTERNATIVE : OTHERS;
        }
        if (hijacked(seen, policy, expected, legacy ? Policy.BOT_LEVEL : 0)) {
            return FOREIGN;
        }
        return isIn(seen, policy.bot()) ? OURS : OUTSIDE;
    }

    static boolean isIn(Seen.RoomReading seen, UserId user) {
        Membership membership = seen.members().get(user);
        return membership != null && membership.state() == Membership.State.JOIN;
    }

    /**
     * Whether somebody unexpected stands at or above the bot.
     *
     * @param least what the bot counts as at least: in a room that somebody else made for us it may have no level yet
     */
    private static boolean hijacked(Seen.RoomReading seen, Policy policy, Set<UserId> expected, int least) {
        boolean unbounded = unbounded(seen, policy);
        Stream<UserId> powerful = seen.additionalCreators().stream();
        if (!unbounded && seen.levels().isPresent()) {
            PowerLevels levels = seen.levels().get();
            int bot = Math.max(levels.of(policy.bot()), least);
            if (levels.of(new UserId("", "")) >= bot) {
                return true;
            }
            powerful = Stream.concat(
                    powerful,
                    levels.users().entrySet().stream()
                            .filter(entry -> entry.getValue() >= bot)
                            .map(Map.Entry::getKey));
        }
        return powerful.anyMatch(user -> !user.equals(policy.bot())
                && !expected.contains(user)
                && !policy.legacyCreators().contains(user));
    }

    /** Whether the bot's power in the room has no bound. */
    static boolean unbounded(Seen.RoomReading seen, Policy policy) {
        return LevelRules.creatorsUnlisted(seen.roomVersion())
                && (seen.creator().filter(policy.bot()::equals).isPresent()
                        || seen.additionalCreators().contains(policy.bot()));
    }
}
