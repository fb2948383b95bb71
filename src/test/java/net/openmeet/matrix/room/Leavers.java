package net.openmeet.matrix.room;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.UserId;

/** Who left a lane's room on their own or was put out by others, and OpenMeet didn't say out since: they must not be dragged back. */
final class Leavers {
    private final LaneDriver lane;
    private final Set<UserId> left = new HashSet<>();

    Leavers(LaneDriver lane) {
        this.lane = lane;
    }

    /** Whether this drags nobody back; who joins under another name is remembered as who they are now. */
    boolean mayJoin(MatrixCall.Join join) {
        boolean needsNoDragging = lane.server.rooms.containsKey(join.room())
                && lane.server.room(join.room()).state(join.user()).stream()
                        .anyMatch(state -> state != Membership.State.LEAVE);
        boolean may = !left.contains(join.user()) || needsNoDragging;
        moved(join.user());
        return may;
    }

    /**
     * Who left unnoticed, and got another handle before the room was read, is brought in under that one: from then on it no longer
     * counts that they left as somebody else.
     */
    private void moved(UserId user) {
        lane.slots.values().stream()
                .filter(slot -> MemberWish.of(slot, lane.policy)
                        .user()
                        .filter(user::equals)
                        .isPresent())
                .flatMap(slot -> slot.everyOtherName(Optional.of(user)).stream())
                .forEach(left::remove);
    }

    /** OpenMeet said something, or somebody asked for those who left. */
    void told(Operation operation) {
        if (operation instanceof Operation.Poke poke && poke.rejoins()) {
            left.clear();
        }
        forgive();
    }

    /**
     * They must not be dragged back, unless nobody could know that they were in: a join after OpenMeet's own out that wasn't
     * answered is sent again, because their leaving before that out reads the same.
     */
    void left(UserId user) {
        boolean thoughtOut = lane.slots.values().stream()
                .anyMatch(slot -> slot.seenAs().filter(user::equals).isPresent()
                        && slot.presence() == MemberSlot.Presence.OUT
                        && MemberWish.of(slot, lane.policy).in());
        if (!thoughtOut) {
            banned(user);
        }
        forgive();
    }

    /** Somebody else keeps them out. */
    void banned(UserId user) {
        // Who leaves before the room was read for those who left is one of them.
        if (!lane.body.home().isRejoining()) {
            left.add(user);
        }
        forgive();
    }

    /** Once OpenMeet says out, they may be brought in again, by whichever name. */
    void forgive() {
        left.removeIf(user -> lane.slots.values().stream()
                .filter(slot -> slot.identity()
                                .localpart()
                                .filter(user.localpart()::equals)
                                .isPresent()
                        || slot.seenAs().filter(user::equals).isPresent()
                        || slot.everyOtherName(Optional.empty()).contains(user))
                .anyMatch(slot -> !MemberWish.of(slot, lane.policy).in()));
    }

    /** Nobody is known to have left any more. */
    void forgetAll() {
        left.clear();
    }

    void forgetIf(Predicate<UserId> which) {
        left.removeIf(which);
    }
}
