package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.room.HeldBack;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.MemberSlot.Condition;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.WaitReason;

/**
 * When a lane or one of its slots may try again. A retry's budget is the backoff it served while the homeserver answered others:
 * an outage, a pause and a refused credential spend nothing. Owned by the stream thread.
 */
final class Failures {
    /** Contradictions in a row that planning anew may take before it is slowed down: the longest honest chain is three. */
    private static final int FREE_CONTRADICTIONS = 3;

    private final LaneTable table;
    private final Agenda agenda;
    private final Backoff backoff;
    private final Refusals refusals;

    Failures(LaneTable table, Agenda agenda, Backoff backoff) {
        this.table = table;
        this.agenda = agenda;
        this.backoff = backoff;
        this.refusals = new Refusals(table, agenda, backoff);
    }

    /** Whether the lane isn't backing off; if it is, it is put on the agenda for later. */
    boolean mayAct(LaneKey lane, LaneRecord record, Tenant tenant, Instant now) {
        Optional<Instant> later = record.progress()
                .notBefore()
                .or(() -> record.progress().inFlightSince().map(since -> since.plus(Takeover.patience(record, tenant))))
                .filter(now::isBefore);
        boolean uncertain = record.progress().isUncertain()
                || record.progress().inFlightSince().isPresent();
        later.ifPresent(at -> agenda.waiting(lane, uncertain ? WaitReason.UNCERTAIN : WaitReason.RETRY, at, now));
        return later.isEmpty();
    }

    /** How long a call without an answer may still take effect. A createRoom is given twice as long as other calls. */
    private static Duration uncertainty(boolean createRoom, Tenant tenant) {
        return tenant.policy().patience().callTimeout().multipliedBy(createRoom ? 4 : 2);
    }

    /** This instance held a call back at the last moment, so that it had no effect: the lane is planned anew. */
    void withheld(LaneKey lane, Instant now) {
        table.get(lane)
                .ifPresent(
                        record -> table.put(lane, record.with(record.progress().answered())));
        agenda.due(lane, now, true, now);
    }

    /** The outcome to learn from: a retry whose budget is spent counts as rejected, and not every refusal is believed. */
    Outcome judge(LaneKey lane, LaneRecord record, Dispatch.Answered answered, Tenant tenant, Instant now) {
        Outcome outcome = answered.outcome();
        if (isOfAppservice(outcome)) {
            tenant.suspension().refused(now);
            Instant until = tenant.suspension().until(now).orElse(now.plusSeconds(1));
            table.put(lane, record.with(record.progress().answered()));
            agenda.waiting(lane, WaitReason.CREDENTIAL, until, now);
            return outcome;
        }
        Outcome meant = meant(lane, record, answered, tenant, now);
        boolean spent = meant instanceof Outcome.Rejected && !meant.equals(outcome);
        return refusals.believed(lane, record, answered.sent(), meant, spent, tenant, now);
    }

    private Outcome meant(LaneKey lane, LaneRecord record, Dispatch.Answered answered, Tenant tenant, Instant now) {
        Outcome outcome = answered.outcome();
        if (outcome instanceof Outcome.Retry retry) {
            return refusals.insteadOfRetry(lane, record, answered.sent(), retry, tenant, now)
                    .orElseGet(() -> retry(lane, record, answered.sent(), retry, tenant, now));
        }
        if (outcome instanceof Outcome.Uncertain uncertain) {
            return isSpent(record.progress().spentTime(), tenant)
                    ? new Outcome.Rejected(new Outcome.Failure(0, Optional.empty(), uncertain.why()))
                    : outcome;
        }
        tenant.suspension().accepted();
        return outcome;
    }

    /**
     * The outcome of a call that isn't sent because everybody is refused the like; empty if it may go. Where {@link #isOnlyLater} holds
     * of it, the lane is on the agenda already.
     */
    Optional<Outcome> heldBack(LaneKey lane, LaneRecord record, Plan.Do next, Tenant tenant, Instant now) {
        return tenant.misconfiguration()
                .heldBack(CallKind.of(next.call(), lane), lane, now)
                .map(failure -> refusals.everybodys(lane, record, next, failure, tenant, now));
    }

    /** Whether the outcome teaches nothing and the lane is on the agenda for later already. */
    boolean isOnlyLater(Outcome outcome) {
        return outcome instanceof Outcome.Retry || isOfAppservice(outcome);
    }

    private static boolean isOfAppservice(Outcome outcome) {
        return outcome instanceof Outcome.CredentialRejected rejected
                && rejected.credential() == Outcome.Credential.APPSERVICE;
    }

    /** Nothing is given up because the homeserver is out. */
    private static boolean isSpent(Duration served, Tenant tenant) {
        return served.compareTo(tenant.budget()) > 0 && !tenant.gate().isOut();
    }

    /** What counts of a pause: none of it while the homeserver answers nobody. */
    private static Duration served(Duration pause, Tenant tenant) {
        return tenant.gate().isOut() ? Duration.ZERO : pause;
    }

    /** The lane after it learned: back on the agenda, at once or after a pause. */
    LaneRecord after(LaneKey lane, LaneRecord record, Plan.Do sent, Outcome outcome, Tenant tenant, Instant now) {
        return switch (outcome) {
            case Outcome.Uncertain uncertain -> {
                Duration pause = uncertainty(sent.call() instanceof MatrixCall.CreateRoom, tenant);
                Instant until = now.plus(pause);
                agenda.waiting(lane, WaitReason.UNCERTAIN, until, now);
                Problem problem = new Problem(Progress.NO_ANSWER, Optional.empty(), uncertain.why(), now);
                yield record.with(record.progress().backingOff(until, served(pause, tenant), problem));
            }
            case Outcome.Contradicted contradicted -> {
                int attempts = record.progress().attempts();
                Duration pause = attempts < FREE_CONTRADICTIONS
                        ? Duration.ZERO
                        : backoff.delay(attempts - FREE_CONTRADICTIONS, Optional.empty());
                agenda.due(lane, now.plus(pause), true, now);
                Problem problem = problem("contradicted", contradicted.failure(), now);
                yield record.with(record.progress().backingOff(now.plus(pause), pause, problem));
            }
            case Outcome.Applied ignored -> {
                agenda.due(lane, now, true, now);
                boolean looked = sent.call() instanceof MatrixCall.Read;
                yield record.with(
                        looked
                                ? record.progress().answered()
                                : record.progress().succeeded());
            }
            case Outcome.AlreadySo ignored -> {
                agenda.due(lane, now, true, now);
                yield record.with(record.progress().succeeded());
            }
            case Outcome.Rejected rejected -> {
                agenda.due(lane, now, true, now);
                boolean everybodys = rejected.scope() == Outcome.Scope.HOMESERVER;
                String reason = everybodys ? HeldBack.REASON : Progress.REJECTED;
                yield record.with(record.progress().refused(problem(reason, rejected.failure(), now)));
            }
            case Outcome.RoomUnknown unknown -> {
                agenda.due(lane, now, true, now);
                yield record.with(record.progress().failed(problem("room-unknown", unknown.failure(), now)));
            }
            case Outcome.CredentialRejected rejected -> {
                agenda.due(lane, now, true, now);
                yield record.with(record.progress().failed(problem("credential", rejected.failure(), now)));
            }
            case Outcome.Retry ignored -> record;
        };
    }

    private Outcome retry(
            LaneKey lane, LaneRecord record, Plan.Do sent, Outcome.Retry retry, Tenant tenant, Instant now) {
        Problem problem = problem("retry", retry.failure(), now);
        return switch (retry.scope()) {
            case HOMESERVER -> {
                Instant until = now.plus(backoff.delay(0, retry.after()));
                table.put(lane, record.with(record.progress().failed(problem)));
                agenda.waiting(lane, WaitReason.HOMESERVER, until, now);
                yield retry;
            }
            case SENDER -> {
                Instant until = now.plus(backoff.delay(0, retry.after()));
                tenant.gate().pause(Senders.of(sent.call(), tenant.policy().bot()), until);
                table.put(lane, record.with(record.progress().failed(problem)));
                agenda.waiting(lane, WaitReason.HOMESERVER, until, now);
                yield retry;
            }
            // Put aside before it comes here: no budget is spent on a closed account.
            case TARGET, CLOSED_ACCOUNT -> {
                Optional<MemberSlot> slot =
                        sent.target().personId().flatMap(id -> table.slots().get(lane, id));
                yield slot.isPresent()
                        ? retrySlot(lane, record, slot.get(), retry, tenant, problem, now)
                        : retryLane(lane, record, retry, tenant, problem, now);
            }
        };
    }

    private Outcome retryLane(
            LaneKey lane, LaneRecord record, Outcome.Retry retry, Tenant tenant, Problem problem, Instant now) {
        if (isSpent(record.progress().spentTime(), tenant)) {
            return new Outcome.Rejected(retry.failure());
        }
        Duration pause = backoff.delay(record.progress().attempts(), retry.after());
        table.put(lane, record.with(record.progress().backingOff(now.plus(pause), served(pause, tenant), problem)));
        agenda.waiting(lane, WaitReason.RETRY, now.plus(pause), now);
        return retry;
    }

    private Outcome retrySlot(
            LaneKey lane,
            LaneRecord record,
            MemberSlot slot,
            Outcome.Retry retry,
            Tenant tenant,
            Problem problem,
            Instant now) {
        Condition condition = slot.condition();
        if (isSpent(Duration.ofMillis(condition.spent()), tenant)) {
            return new Outcome.Rejected(retry.failure());
        }
        Duration pause = backoff.delay(condition.attempts(), retry.after());
        table.slots().put(lane, slot.with(condition.backingOff(now.plus(pause), served(pause, tenant), problem)));
        table.put(lane, record.with(record.progress().answered()));
        agenda.due(lane, now, true, now);
        return retry;
    }

    private static Problem problem(String reason, Outcome.Failure failure, Instant now) {
        return new Problem(reason, failure.errcode(), failure.status() + " " + failure.error(), now);
    }
}
