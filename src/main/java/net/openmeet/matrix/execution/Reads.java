package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import net.openmeet.matrix.homeserver.CallTrace;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;

/**
 * Reads for somebody who waits, outside of any task: through the gate of the tenant's homeserver, behind live work. One call at a time,
 * on a thread that may wait.
 */
final class Reads implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Tenant tenant;
    private final Duty duty;
    private final CallGate.Turn turn;
    private final long deadline;

    /** @param most from now on, for all of them */
    Reads(Tenant tenant, Duty duty, Duration most) {
        this.tenant = tenant;
        this.duty = duty;
        this.turn = new CallGate.Turn(tenant.id(), true, true);
        this.deadline = System.nanoTime() + most.toNanos();
    }

    /** Whether the time is over. */
    boolean isOver() {
        return System.nanoTime() - deadline > 0;
    }

    /** What the homeserver answers; empty if it can't be asked now, or doesn't answer in time. */
    Optional<Outcome> ask(MatrixCall.Read call) {
        Optional<CallGate.Ticket> ticket = ticket();
        if (ticket.isEmpty()) {
            return Optional.empty();
        }
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        try {
            // A lease for each call: nobody renews one while this thread waits.
            Calls.send(tenant, call, new Permit(duty.lease(), duty), CallTrace.none(), answer::complete);
        } catch (RuntimeException e) {
            tenant.gate().giveBack(ticket.get());
            throw e;
        }
        try {
            Outcome outcome = answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (outcome instanceof Outcome.Retry retry && retry.scope() == Outcome.Scope.SENDER) {
                Instant until = Instant.now().plus(retry.after().orElse(PAUSE));
                tenant.gate().pause(Senders.of(call, tenant.policy().bot()), until);
            }
            return Optional.of(outcome);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing waits for a turn any more. */
    @Override
    public void close() {
        tenant.gate().forget(this);
    }

    private Optional<CallGate.Ticket> ticket() {
        CallGate gate = tenant.gate();
        boolean barred = tenant.suspension().until(Instant.now()).isPresent()
                || gate.pausedUntil(tenant.policy().bot()).isPresent();
        if (barred || duty.isEnding()) {
            return Optional.empty();
        }
        gate.demand(this, turn, 1);
        Optional<CallGate.Ticket> ticket = gate.collect(this);
        while (ticket.isEmpty() && !isOver() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL.toNanos());
            ticket = gate.collect(this);
        }
        return ticket;
    }
}
