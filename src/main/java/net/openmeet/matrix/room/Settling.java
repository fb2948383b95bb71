package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.room.MemberSlot.Condition;

/** Takes the slots out of the dirty ones for which nothing is left to do. */
final class Settling {
    private Settling() {}

    static void settle(Planning p) {
        for (Seat seat : p.seats) {
            Optional<Instant> due = p.body().said().deleted() ? Optional.empty() : accountDue(seat, p);
            if (due.isPresent()) {
                p.waitFor(WaitReason.SETTLING, due);
            } else if (isSettled(seat, p)) {
                p.change(seat.settled(p.now));
            }
        }
    }

    /** In a deleted room nobody is looked after one by one. */
    private static boolean isSettled(Seat seat, Planning p) {
        RoomBody body = p.body();
        return body.said().deleted()
                || (!seat.hasWork() && (body.roomId().isEmpty() || LevelWrites.isSettled(seat, body)));
    }

    /**
     * Until when a member whose account is being made keeps others waiting, so that a burst of newcomers costs one createRoom or one
     * write of levels. Empty for all others.
     */
    static Optional<Instant> accountDue(Seat seat, Planning p) {
        return seat.wish().waiting().filter(WaitReason.NO_ACCOUNT::equals).isEmpty()
                ? Optional.empty()
                : seat.slot()
                        .condition()
                        .since()
                        .filter(since -> seat.slot().condition().state() == Condition.State.DIRTY)
                        .map(since -> since.plus(p.policy.patience().settleMost()))
                        .filter(p.now::isBefore);
    }
}
