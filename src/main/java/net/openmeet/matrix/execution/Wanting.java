package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.WaitReason;

/**
 * Puts aside what wants a credential, a lane or one person's place in a room, so that all else goes on, and takes it up again. Nothing is
 * dead-lettered for it and no budget is spent. Owned by the stream thread.
 */
final class Wanting {
    private static final String CLOSED = "account-closed";

    private final LaneTable table;
    private final LaneLogic logic;
    private final Agenda agenda;
    private final Quarantine quarantine;
    private final AwaitedCredentials awaited;
    private final Function<String, Optional<Tenant>> tenants;

    Wanting(
            LaneTable table,
            LaneLogic logic,
            Agenda agenda,
            Quarantine quarantine,
            AwaitedCredentials awaited,
            Function<String, Optional<Tenant>> tenants) {
        this.table = table;
        this.logic = logic;
        this.agenda = agenda;
        this.quarantine = quarantine;
        this.awaited = awaited;
        this.tenants = tenants;
    }

    /**
     * Whether the outcome was about a credential that can be repaired, or an account that its administrator closed: then the lane is on the
     * agenda, and there is nothing to learn.
     */
    boolean parked(LaneRecord record, Dispatch.Answered answered, Tenant tenant, Instant now) {
        LaneKey lane = answered.lane();
        Plan.Do sent = answered.sent();
        Outcome outcome = answered.outcome();
        if (outcome instanceof Outcome.Retry retry && retry.scope() == Outcome.Scope.CLOSED_ACCOUNT) {
            // Told with the room: no credential says it.
            LaneRecord failed = record.with(record.progress().failed(problem(CLOSED, retry.failure(), now)));
            putAside(lane, failed, sent, problem(CLOSED, retry.failure(), now), tenant, now);
            return true;
        }
        Optional<CredentialKey> key = AwaitedCredentials.key(outcome, tenant);
        if (key.isEmpty() || !(outcome instanceof Outcome.CredentialRejected rejected)) {
            return false;
        }
        LaneRecord over = record.with(record.progress().answered());
        if (key.get().kind() == CredentialKey.Kind.APPSERVICE) {
            // Nobody can do anything without it.
            tenant.suspension().refused(now);
            table.put(lane, over);
            agenda.waiting(
                    lane, WaitReason.CREDENTIAL, tenant.suspension().until(now).orElse(now.plusSeconds(1)), now);
            awaited.await(
                    key.get(),
                    new AwaitedCredentials.Waiter(lane, Optional.empty()),
                    rejected,
                    answered.trace().context(),
                    now);
            return true;
        }
        Optional<String> person =
                putAside(lane, over, sent, problem("credential", rejected.failure(), now), tenant, now);
        awaited.await(
                key.get(),
                new AwaitedCredentials.Waiter(lane, person),
                rejected,
                answered.trace().context(),
                now);
        return true;
    }

    /** What is to be dead-lettered of an account that is closed: once, until something else becomes of what it was for. */
    Optional<Refusal> closed(LaneKey lane, LaneRecord record, Plan.Do sent, Outcome outcome, Instant now) {
        if (!(outcome instanceof Outcome.Retry retry) || retry.scope() != Outcome.Scope.CLOSED_ACCOUNT) {
            return Optional.empty();
        }
        Optional<Problem> before = sent.target()
                .personId()
                .flatMap(id -> table.slots().get(lane, id))
                .map(slot -> slot.condition().problem())
                .orElseGet(() -> record.progress().lastProblem());
        return before.filter(problem -> CLOSED.equals(problem.reason())).isPresent()
                ? Optional.empty()
                : Optional.of(
                        new Refusal(sent.target(), Optional.of(sent.call()), problem(CLOSED, retry.failure(), now)));
    }

    /** Tried again when things that wait for somebody else are. Answers for whom, if it isn't for the lane as a whole. */
    private Optional<String> putAside(
            LaneKey lane, LaneRecord record, Plan.Do sent, Problem problem, Tenant tenant, Instant now) {
        Instant recheck = now.plus(tenant.policy().patience().recheck());
        Optional<MemberSlot> slot =
                sent.target().personId().flatMap(id -> table.slots().get(lane, id));
        if (slot.isPresent() && record.room().isPresent()) {
            MemberSlot wanting = slot.get().with(slot.get().condition().wanting(recheck, problem));
            table.put(lane, table.change(lane, record, record.room().get(), List.of(wanting), tenant.policy()));
            agenda.due(lane, now, true, now);
        } else {
            table.put(lane, record.with(record.progress().failed(problem)));
            agenda.waiting(lane, WaitReason.CREDENTIAL, recheck, now);
        }
        return slot.map(its -> its.person().id());
    }

    /** Takes up what need not wait any longer: it is due, and goes as fast as the limiter lets it. */
    void takeUp(Instant now) {
        for (AwaitedCredentials.Released released : awaited.released(now)) {
            tenants.apply(released.key().tenant()).ifPresent(tenant -> takeUp(released, tenant, now));
        }
    }

    private void takeUp(AwaitedCredentials.Released released, Tenant tenant, Instant now) {
        LaneKey lane = released.who().lane();
        if (released.key().kind() == CredentialKey.Kind.APPSERVICE) {
            tenant.suspension().accepted();
            agenda.wake(tenant.id(), WaitReason.CREDENTIAL, now);
        } else if (released.who().personId().isEmpty()) {
            agenda.wake(lane, WaitReason.CREDENTIAL, now);
        } else {
            quarantine
                    .guarded(
                            lane, () -> logic.fold(lane, AwaitedCredentials.poke(released.who()), tenant.policy(), now))
                    .flatMap(Function.identity())
                    .ifPresent(record -> {
                        table.put(lane, record);
                        agenda.due(lane, now, true, now);
                    });
        }
    }

    private static Problem problem(String reason, Outcome.Failure failure, Instant now) {
        return new Problem(reason, failure.errcode(), failure.status() + " " + failure.error(), now);
    }
}
