package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.UserId;

/** Gets strangers out of a private room, and everybody out of a deleted one: as a reading of the room shows them. */
final class Evicting {
    private static final Target TARGET = Target.room("strangers");

    private Evicting() {}

    static Optional<Plan> next(Planning p) {
        Evictions evictions = p.body().evictions();
        if (!p.membersOnly() && evictions.looked()) {
            // Public again: strangers are left alone, and looked for anew should it become private.
            p.body(p.body().with(evictions.again()));
            return Optional.empty();
        }
        Optional<Instant> from = p.body().home().strangersFrom();
        if (!p.closing() && from.isPresent() && !evictions.next().isEmpty()) {
            if (p.now.isBefore(from.get())) {
                p.waitFor(WaitReason.SETTLING, from);
                return Optional.empty();
            }
            p.body(p.body().with(evictions.again()).with(p.body().home().withStrangersFrom(Optional.empty())));
        }
        if (p.membersOnly() && !p.body().evictions().looked()) {
            return Reading.read(p);
        }
        if (evictions.next().isEmpty() && !p.closing()) {
            return Optional.empty();
        }
        return LevelWrites.write(p).or(() -> out(p, evictions));
    }

    private static Optional<Plan> out(Planning p, Evictions evictions) {
        String reason = p.closing() ? OurReason.DELETED : OurReason.MEMBERS_ONLY;
        for (UserId user : evictions.next()) {
            Optional<MatrixCall> call = Removals.out(p, user, reason);
            if (call.isPresent()) {
                return p.call(call.get(), TARGET);
            }
        }
        return Optional.empty();
    }

    static void learn(Lesson l, UserId user) {
        boolean noPower = l.contradicts(Outcome.Belief.ACTOR_HAS_POWER);
        boolean there = l.contradicts(Outcome.Belief.ACTOR_IN_ROOM) && l.sent.call() instanceof MatrixCall.Kick;
        switch (l.outcome) {
            case Outcome.Applied ignored -> gone(l, user);
            case Outcome.AlreadySo ignored -> gone(l, user);
            case Outcome.RoomUnknown ignored -> gone(l, user);
            case Outcome.Rejected rejected -> giveUp(l, user, rejected.failure());
            case Outcome.CredentialRejected rejected -> giveUp(l, user, rejected.failure());
            case Outcome.Contradicted contradicted -> {
                if (there) {
                    l.doubtIfUnknown();
                } else if (noPower && !l.body().power().fresh()) {
                    l.body(l.body().with(l.body().power().doubtful()));
                } else if (noPower) {
                    giveUp(l, user, contradicted.failure());
                } else {
                    gone(l, user);
                }
            }
            case Outcome.Retry ignored -> {}
            case Outcome.Uncertain ignored -> {}
        }
    }

    private static void gone(Lesson l, UserId user) {
        l.body(l.body().with(l.body().evictions().without(user)));
    }

    private static void giveUp(Lesson l, UserId user, Outcome.Failure failure) {
        l.refuse("strangers:" + user, "out", failure);
        gone(l, user);
    }
}
