package net.openmeet.matrix.room;

import java.util.List;
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
     * @param former other aliases of this lane
     * @param expected users of this lane, who may stand as high as the bot: in older rooms hosts do
     */
    static Ownership of(
            Seen.RoomReading seen,
            RoomAlias alias,
            List<RoomAlias> former,
            LaneKey lane,
            Policy policy,
            Set<UserId> expected) {
        if (seen.creator().isEmpty()) {
            return OUTSIDE;
        }
        Optional<String> said = marker(seen, policy);
        if (said.isEmpty() && !isLegacy(seen, policy)) {
            return FOREIGN;
        }
        if (said.isPresent() && said.flatMap(LaneKey::read).filter(lane::equals).isEmpty()) {
            return !isOfTenant(said.get(), lane.tenant())
                    ? FOREIGN
                    : isMainElsewhere(seen, alias) ? OTHERS_ALTERNATIVE : OTHERS;
        }
        if (said.isEmpty() && isMadeForAnother(seen, alias, former, policy)) {
            return OTHERS;
        }
        if (hijacked(seen, policy, expected)) {
            return FOREIGN;
        }
        return isIn(seen, policy.bot()) ? OURS : OUTSIDE;
    }

    private static boolean isMadeByBot(Seen.RoomReading seen, Policy policy) {
        return seen.creator().filter(policy.bot()::equals).isPresent();
    }

    /** Whether OpenMeet's own integration made it, or may have. */
    static boolean isLegacy(Seen.RoomReading seen, Policy policy) {
        return seen.lane().isEmpty()
                && seen.creator().filter(policy.legacyCreators()::contains).isPresent();
    }

    /** Which lane the bot said that the room is of: when it made the room, or later. */
    private static Optional<String> marker(Seen.RoomReading seen, Policy policy) {
        return isMadeByBot(seen, policy) && seen.lane().isPresent()
                ? seen.lane()
                : Optional.ofNullable(seen.claims().get(policy.bot()));
    }

    /** Whether the bot never said whose room it is. */
    static boolean isUnclaimed(Seen.RoomReading seen, Policy policy) {
        return marker(seen, policy).isEmpty();
    }

    /** A room without a main alias that names this one gave it up; one that names none may be half made. */
    private static boolean isMainElsewhere(Seen.RoomReading seen, RoomAlias alias) {
        return seen.canonicalAlias()
                .map(its -> !its.equals(alias))
                .orElseGet(() -> seen.alternatives().contains(alias));
    }

    /**
     * OpenMeet's own integration keeps the former slug as an alternative: somebody else may have that slug now. Until the other lane has
     * marked its room, nobody can tell, and it is waited for. A main alias of another form is what a host wanted, and tells nothing.
     */
    private static boolean isMadeForAnother(
            Seen.RoomReading seen, RoomAlias alias, List<RoomAlias> former, Policy policy) {
        return seen.alternatives().contains(alias)
                && seen.canonicalAlias()
                        .filter(its ->
                                !its.equals(alias) && !former.contains(its) && DesiredRoom.mayBeAlias(its, policy))
                        .isPresent();
    }

    static boolean isIn(Seen.RoomReading seen, UserId user) {
        Membership membership = seen.members().get(user);
        return membership != null && membership.state() == Membership.State.JOIN;
    }

    /** Whether somebody unexpected stands at or above the bot. */
    private static boolean hijacked(Seen.RoomReading seen, Policy policy, Set<UserId> expected) {
        boolean everybody = seen.levels()
                .filter(levels -> !unbounded(seen, policy)
                        && levels.of(new UserId("", "")) >= Math.max(levels.of(policy.bot()), least(seen, policy)))
                .isPresent();
        return everybody || usurpers(seen, policy, expected).findAny().isPresent();
    }

    /** In a room that somebody else made for us the bot may have no level yet. */
    private static int least(Seen.RoomReading seen, Policy policy) {
        return isLegacy(seen, policy) ? Policy.BOT_LEVEL : 0;
    }

    /** Who unexpectedly stands so high; but a former host of this homeserver, in a room of OpenMeet's making, can be lowered as themselves. */
    private static Stream<UserId> usurpers(Seen.RoomReading seen, Policy policy, Set<UserId> expected) {
        Stream<UserId> listed = asHighAsBot(seen, policy, least(seen, policy)).stream()
                .filter(user -> !isLegacy(seen, policy) || !user.server().equals(policy.server()));
        return Stream.concat(seen.additionalCreators().stream(), listed)
                .filter(user -> !user.equals(policy.bot())
                        && !expected.contains(user)
                        && !policy.legacyCreators().contains(user));
    }

    /** What makes a room foreign, in words for an operator. */
    static String whyForeign(Seen.RoomReading seen, Policy policy, Set<UserId> expected) {
        Optional<String> marker = marker(seen, policy);
        if (marker.isEmpty() && !isLegacy(seen, policy)) {
            return seen.creator().map(UserId::toString).orElse("nobody")
                    + " made it, and it bears no mark of the bot's";
        }
        return marker.filter(lane -> !isOfTenant(lane, policy.tenant()))
                .map(lane -> "it is marked as that of " + lane)
                .orElseGet(() -> usurpers(seen, policy, expected)
                                .findFirst()
                                .map(UserId::toString)
                                .orElse("everybody")
                        + " stands as high as the bot");
    }

    private static boolean isOfTenant(String marker, String tenant) {
        return LaneKey.read(marker).filter(lane -> lane.tenant().equals(tenant)).isPresent();
    }

    /**
     * Who is listed with the bot's level or a higher one, beside the bot and those whose rooms are taken over.
     *
     * @param least what the bot counts as at least
     */
    static List<UserId> asHighAsBot(Seen.RoomReading seen, Policy policy, int least) {
        if (unbounded(seen, policy) || seen.levels().isEmpty()) {
            return List.of();
        }
        PowerLevels levels = seen.levels().get();
        int bot = Math.max(levels.of(policy.bot()), least);
        return levels.users().entrySet().stream()
                .filter(entry -> entry.getValue() >= bot)
                .map(Map.Entry::getKey)
                .filter(user ->
                        !user.equals(policy.bot()) && !policy.legacyCreators().contains(user))
                .toList();
    }

    /** Whether the bot's power in the room has no bound. */
    static boolean unbounded(Seen.RoomReading seen, Policy policy) {
        return LevelRules.creatorsUnlisted(seen.roomVersion())
                && (seen.creator().filter(policy.bot()::equals).isPresent()
                        || seen.additionalCreators().contains(policy.bot()));
    }
}
