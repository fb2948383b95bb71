package net.openmeet.matrix.room;

import java.util.Optional;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;

/** Brings people in without a click of theirs: invited where the room wants it, and joined as them. */
final class Joins {
    private Joins() {}

    static Optional<Plan> next(Planning p) {
        boolean open =
                p.body().observed().joinRule().filter(JoinRule.PUBLIC::equals).isPresent();
        for (Seat seat : p.seats) {
            Optional<MatrixCall> call = seat.wish().in() ? seat.entry(p.room(), open) : Optional.empty();
            if (call.isPresent() && call.get() instanceof MatrixCall.Invite && mayNotInvite(p)) {
                p.waitFor(WaitReason.MISCONFIGURED, p.now, p.policy.patience().recheck());
            } else if (call.isPresent()) {
                return p.call(call.get(), Target.member(seat.slot().person()));
            }
        }
        return Optional.empty();
    }

    private static boolean mayNotInvite(Planning p) {
        return p.body()
                .power()
                .levels()
                .filter(levels -> !p.body().power().missing() && levels.toInvite() > p.botLevel())
                .isPresent();
    }
}
