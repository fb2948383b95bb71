package net.openmeet.matrix.execution;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.CallTrace;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.Plan;

/**
 * The calls of one task: lanes whose next call is known wait here for a ticket, then for their answer. One call in flight a lane.
 *
 * <p>Owned by the stream thread, but for {@code answers}, which I/O threads add to, and {@code lease} and {@code duty}, which they ask.
 */
final class Dispatch implements AutoCloseable {

    /**
     * A call that ended.
     *
     * @param trace for which it was made, and as which span
     * @param backfill whether it is part of a backfill or rebuild
     * @param withheld whether this instance itself held it back at the last moment: it certainly had no effect, and says nothing of
     *     the homeserver
     */
    record Answered(LaneKey lane, Plan.Do sent, Outcome outcome, CallTrace trace, boolean backfill, boolean withheld) {}

    /** The lanes of one tenant that are ready in one turn, with their next call, which holds until a newer fact comes. */
    private record Queued(Tenant tenant, LinkedHashMap<LaneKey, Plan.Do> lanes) {}

    private final Map<CallGate.Turn, Queued> queues = new HashMap<>();
    private final Map<LaneKey, CallGate.Turn> turns = new HashMap<>();
    private final Set<LaneKey> inFlight = new HashSet<>();
    private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();
    private final Lease lease;
    private final Duty duty;

    Dispatch(Lease lease, Duty duty) {
        this.lease = lease;
        this.duty = duty;
    }

    /** Whether a call of the lane is in flight. */
    boolean isInFlight(LaneKey lane) {
        return inFlight.contains(lane);
    }

    /** The lane's next call is {@code next}: it goes once a ticket is granted. */
    void ready(LaneKey lane, Tenant tenant, boolean backfill, Plan.Do next) {
        withdraw(lane);
        CallGate.Turn turn = new CallGate.Turn(tenant.id(), backfill, lane.isRoom());
        turns.put(lane, turn);
        queues.computeIfAbsent(turn, ignored -> new Queued(tenant, new LinkedHashMap<>()))
                .lanes()
                .put(lane, next);
    }

    /** What the lane would have sent no longer holds. */
    void withdraw(LaneKey lane) {
        CallGate.Turn turn = turns.remove(lane);
        if (turn != null) {
            lot(turn).lanes().remove(lane);
        }
    }

    /** Sends what tickets allow, and what {@code sending} lets go; nothing while the lease doesn't hold. */
    void send(Sending sending) {
        if (duty.isEnding() || !lease.holds()) {
            return;
        }
        queues.forEach((turn, queued) ->
                queued.tenant().gate().demand(this, turn, queued.lanes().size()));
        for (CallGate gate : gates()) {
            Optional<CallGate.Ticket> ticket = gate.collect(this);
            while (ticket.isPresent()) {
                use(ticket.get(), gate, sending);
                ticket = gate.collect(this);
            }
        }
    }

    /** The next call that ended, if one did. */
    Optional<Answered> next() {
        Answered answered = answers.poll();
        if (answered != null) {
            inFlight.remove(answered.lane());
        }
        return Optional.ofNullable(answered);
    }

    /** No request is written from here on; answers still under way are dropped. */
    @Override
    public void close() {
        lease.end();
        duty.done(inFlight.size());
        gates().forEach(gate -> gate.forget(this));
    }

    /** Decides of each call right before it is sent. */
    interface Sending {
        /** For which trace it goes, if it may: then it is noted in the lane, and if not the lane was put back on the agenda. */
        Optional<CallTrace> departing(LaneKey lane, Tenant tenant, Plan.Do call);

        /** Sending it threw: something in this service can't handle it, which concerns this lane alone. */
        void broke(LaneKey lane, RuntimeException failure);
    }

    private void use(CallGate.Ticket ticket, CallGate gate, Sending sending) {
        Queued queued = lot(ticket.turn());
        while (!queued.lanes().isEmpty()) {
            Map.Entry<LaneKey, Plan.Do> first = queued.lanes().firstEntry();
            LaneKey lane = first.getKey();
            Plan.Do next = first.getValue();
            withdraw(lane);
            Optional<CallTrace> trace = sending.departing(lane, queued.tenant(), next);
            if (trace.isPresent()) {
                inFlight.add(lane);
                duty.sent();
                Permit permit = new Permit(lease, duty);
                try {
                    Calls.send(
                            queued.tenant(),
                            next.call(),
                            permit,
                            trace.get(),
                            outcome -> answers.add(new Answered(
                                    lane,
                                    next,
                                    outcome,
                                    trace.get(),
                                    ticket.turn().backfill(),
                                    permit.wasWithheld())));
                    return;
                } catch (RuntimeException e) {
                    inFlight.remove(lane);
                    duty.done(1);
                    sending.broke(lane, e);
                }
            }
        }
        gate.giveBack(ticket);
    }

    private Queued lot(CallGate.Turn turn) {
        return Objects.requireNonNull(queues.get(turn), "Expected a queue for each turn");
    }

    private Set<CallGate> gates() {
        return queues.values().stream().map(queued -> queued.tenant().gate()).collect(Collectors.toSet());
    }
}
