package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.room.HeldBack;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.WaitReason;

/**
 * Decides which refusals are believed. One that may be everybody's is asked once more, about a second later, before it is
 * dead-lettered; by then it is clear whether others fare the same, and if so it waits. Owned by the stream thread.
 */
final class Refusals {
    private static final String DOUBTED = "doubted";
    /** Tries after which a backoff is as long as it gets. */
    private static final int LATE = 20;

    private final LaneTable table;
    private final Agenda agenda;
    private final Backoff backoff;

    Refusals(LaneTable table, Agenda agenda, Backoff backoff) {
        this.table = table;
        this.agenda = agenda;
        this.backoff = backoff;
    }

    /** Where others fare the same, something that would be tried again for an hour waits until that is over. */
    Optional<Outcome> insteadOfRetry(
            LaneKey lane, LaneRecord record, Plan.Do sent, Outcome.Retry retry, Tenant tenant, Instant now) {
        return Suspicion.ofRetry(retry)
                .filter(failure ->
                        verdict(lane, record, sent, failure, false, tenant, now) == Misconfiguration.Verdict.EVERYBODYS)
                .map(failure -> everybodys(lane, record, sent, failure, tenant, now));
    }

    /**
     * What to make of an outcome that would be believed: itself, or the like that concludes less.
     *
     * @param spent whether it is a retry that was given up
     */
    Outcome believed(
            LaneKey lane, LaneRecord record, Plan.Do sent, Outcome outcome, boolean spent, Tenant tenant, Instant now) {
        Optional<Outcome.Failure> suspicious = spent && outcome instanceof Outcome.Rejected rejected
                ? Optional.of(rejected.failure())
                : Suspicion.of(outcome);
        if (suspicious.isEmpty()) {
            return outcome;
        }
        Outcome.Failure failure = suspicious.get();
        boolean doubted = doubted(lane, record, sent);
        return switch (verdict(lane, record, sent, failure, doubted, tenant, now)) {
            case ITS_OWN -> outcome;
            case ONCE_MORE -> onceMore(lane, record, sent, failure, pause(spent), now);
            case EVERYBODYS -> everybodys(lane, record, sent, failure, tenant, now);
        };
    }

    /**
     * What was tried for an hour is asked again once others had the time to spend theirs. The last pause of each may be the longest there
     * is: after a shorter one a lane was dead-lettered alone, one time in some hundred.
     */
    private Duration pause(boolean spent) {
        return spent ? backoff.most().plus(backoff.delay(LATE, Optional.empty())) : backoff.delay(0, Optional.empty());
    }

    /** Something was granted: returns who was refused the like and dead-lettered before it was clear why. */
    static List<LaneKey> granted(LaneKey lane, Plan.Do sent, Tenant tenant) {
        return tenant.misconfiguration().granted(CallKind.of(sent.call(), lane), lane);
    }

    private void park(
            LaneKey lane, LaneRecord record, Plan.Do next, Outcome.Failure failure, Tenant tenant, Instant now) {
        Problem problem = problem(HeldBack.REASON, failure, now);
        table.put(lane, unsure(record, next).with(record.progress().failed(problem)));
        Instant recheck = tenant.misconfiguration()
                .nextLook(lane)
                .orElse(now.plus(tenant.policy().patience().recheck()));
        agenda.waiting(lane, WaitReason.MISCONFIGURED, recheck, now);
    }

    /** Whether a lane can do nothing else while this is refused. In its room one thing that is refused holds nothing else up. */
    private static boolean holdsUpAll(LaneKey lane, Plan.Do sent) {
        boolean inRoom = sent.call() instanceof MatrixCall.PutState
                || sent.call() instanceof MatrixCall.PutAlias
                || sent.call() instanceof MatrixCall.ListRoom
                || sent.target().personId().isPresent();
        return !lane.isRoom() || sent.call() instanceof MatrixCall.Read || !inRoom;
    }

    /** What to learn where everybody is refused the like, whether the call was sent or not. */
    Outcome everybodys(
            LaneKey lane, LaneRecord record, Plan.Do sent, Outcome.Failure failure, Tenant tenant, Instant now) {
        if (!holdsUpAll(lane, sent)) {
            return new Outcome.Rejected(failure, Outcome.Scope.HOMESERVER);
        }
        park(lane, record, sent, failure, tenant, now);
        return later(failure);
    }

    private Outcome onceMore(
            LaneKey lane, LaneRecord record, Plan.Do sent, Outcome.Failure failure, Duration pause, Instant now) {
        Problem problem = problem(DOUBTED, failure, now);
        Optional<MemberSlot> slot = slot(lane, sent);
        if (slot.isPresent()) {
            table.slots()
                    .put(lane, slot.get().with(slot.get().condition().backingOff(now.plus(pause), pause, problem)));
            table.put(lane, record.with(record.progress().answered()));
            agenda.due(lane, now, true, now);
        } else {
            table.put(lane, unsure(record, sent).with(record.progress().backingOff(now.plus(pause), pause, problem)));
            agenda.waiting(lane, WaitReason.RETRY, now.plus(pause), now);
        }
        return later(failure);
    }

    /** A createRoom that was refused may have left a room behind. */
    private static LaneRecord unsure(LaneRecord record, Plan.Do sent) {
        return sent.call() instanceof MatrixCall.CreateRoom
                ? Takeover.looked(record, record.progress().verifyAt())
                : record;
    }

    private static Misconfiguration.Verdict verdict(
            LaneKey lane,
            LaneRecord record,
            Plan.Do sent,
            Outcome.Failure failure,
            boolean doubted,
            Tenant tenant,
            Instant now) {
        boolean waited = isAbout(record.progress().lastProblem(), HeldBack.REASON);
        return tenant.misconfiguration()
                .refused(
                        CallKind.of(sent.call(), lane), lane, failure, new Misconfiguration.Past(doubted, waited), now);
    }

    private boolean doubted(LaneKey lane, LaneRecord record, Plan.Do sent) {
        return isAbout(
                slot(lane, sent)
                        .map(slot -> slot.condition().problem())
                        .orElse(record.progress().lastProblem()),
                DOUBTED);
    }

    private Optional<MemberSlot> slot(LaneKey lane, Plan.Do sent) {
        return sent.target().personId().flatMap(id -> table.slots().get(lane, id));
    }

    private static boolean isAbout(Optional<Problem> problem, String reason) {
        return problem.filter(last -> reason.equals(last.reason())).isPresent();
    }

    /** The lane is on the agenda already, and there is nothing to learn. */
    private static Outcome later(Outcome.Failure failure) {
        return new Outcome.Retry(Optional.empty(), Outcome.Scope.TARGET, failure);
    }

    private static Problem problem(String reason, Outcome.Failure failure, Instant now) {
        return new Problem(reason, failure.errcode(), failure.status() + " " + failure.error(), now);
    }
}
