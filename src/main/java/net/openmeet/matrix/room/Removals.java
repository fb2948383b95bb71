package net.openmeet.matrix.room;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.UserId;

/** Gets people out: the level entry first, so that they hold nothing when they come back, then they themselves. */
final class Removals {
    private Removals() {}

    static Optional<Plan> next(Planning p) {
        for (Seat seat : p.seats) {
            Optional<MatrixCall> look = seat.wish().in() ? Optional.empty() : seat.entry(p.room(), false);
            if (look.isPresent()) {
                return p.call(look.get(), Target.member(seat.slot().person()));
            }
        }
        List<Seat> leaving = p.seats.stream().filter(Seat::mustGetOut).toList();
        boolean listed = p.body()
                .power()
                .levels()
                .map(levels -> leaving.stream()
                        .anyMatch(seat -> !LevelRules.changes(seat, levels).isEmpty()))
                .orElse(!leaving.isEmpty());
        Optional<Plan> write = listed ? LevelWrites.write(p) : Optional.empty();
        return write.or(() -> out(p, leaving));
    }

    private static Optional<Plan> out(Planning p, List<Seat> leaving) {
        for (Seat seat : leaving) {
            for (UserId user : seat.leavers()) {
                String reason = seat.wish().in() ? OurReason.MOVED : OurReason.NOT_A_MEMBER;
                Optional<MatrixCall> call = out(p, user, reason);
                if (call.isPresent()) {
                    return p.call(call.get(), Target.member(seat.slot().person()));
                }
            }
        }
        return Optional.empty();
    }

    /** A kick, or where the bot may not kick them, their leaving. Empty where neither can be. */
    static Optional<MatrixCall> out(Planning p, UserId user, String reason) {
        Optional<PowerLevels> levels =
                p.body().power().levels().filter(its -> !p.body().power().missing());
        boolean kicks = levels.map(its -> p.botLevel() > its.of(user) && p.botLevel() >= its.toKick())
                .orElse(true);
        if (kicks) {
            return Optional.of(new MatrixCall.Kick(p.room(), user, reason));
        }
        if (p.isLocal(user) && !p.body().power().unhelpful().contains(user)) {
            return Optional.of(new MatrixCall.Leave(p.room(), user, reason));
        }
        p.waitFor(WaitReason.MISCONFIGURED, p.now, p.policy.patience().recheck());
        return Optional.empty();
    }
}
