package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.log.Fields;
import net.openmeet.matrix.log.Unspoken;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.Target;
import net.openmeet.matrix.room.WaitReason;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a lane whose decisions throw from stopping all others: it is dead-lettered as {@code broken} and waits for a newer fact, a
 * poke, or the next start of this process, which may run corrected code. What Kafka and the stores throw goes through: a failed
 * write must fail the task. Owned by the stream thread.
 */
final class Quarantine {
    /** The reason of its letters. */
    static final String BROKEN = "broken";

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final LaneTable table;
    private final Agenda agenda;
    private final Outbox outbox;
    private final Function<String, Optional<Tenant>> tenants;
    private final Set<LaneKey> broken = new HashSet<>();

    Quarantine(LaneTable table, Agenda agenda, Outbox outbox, Function<String, Optional<Tenant>> tenants) {
        this.table = table;
        this.agenda = agenda;
        this.outbox = outbox;
        this.tenants = tenants;
    }

    /** Leaves a lane alone that threw, with its slow re-check on the agenda. */
    void park(LaneKey lane, Instant now) {
        tenants.apply(lane.tenant())
                .map(tenant -> now.plus(tenant.policy().patience().recheck()))
                .ifPresent(recheck -> agenda.waiting(lane, WaitReason.BROKEN, recheck, now));
    }

    /** Whether a lane threw since something was last said to it. */
    boolean holds(LaneKey lane) {
        return broken.contains(lane);
    }

    /** Something new was said to the lane: it is worth another try. */
    void release(LaneKey lane) {
        broken.remove(lane);
    }

    /**
     * What {@code decision} comes to; empty if it threw, and the lane is parked. It may read and write stores, but must
     * not forward.
     */
    <T> Optional<T> guarded(LaneKey lane, Supplier<T> decision) {
        return guarded(lane, Optional.empty(), decision);
    }

    /** @param operation what the lane is being told, which its letter then shows, because it is held nowhere else */
    <T> Optional<T> guarded(LaneKey lane, Optional<Operation> operation, Supplier<T> decision) {
        try {
            return Optional.of(decision.get());
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            hold(lane, operation, e);
            return Optional.empty();
        }
    }

    /** Something that was done for the lane threw {@code failure}: it is parked. */
    void broke(LaneKey lane, RuntimeException failure) {
        if (failure instanceof KafkaException kafka) {
            throw kafka;
        }
        hold(lane, Optional.empty(), failure);
    }

    private void hold(LaneKey lane, Optional<Operation> operation, RuntimeException failure) {
        boolean first = broken.add(lane);
        if (first) {
            Fields.of(LOG.atError().setCause(Unspoken.of(failure)))
                    .lane(lane)
                    .log("Lane {} is broken and waits for a newer fact or a poke; all others go on", lane);
        }
        Problem problem = new Problem(BROKEN, Optional.empty(), failure.toString(), outbox.now());
        if (first || operation.isPresent()) {
            Target target = new Target(lane.isRoom() ? "room" : "account", Optional.empty());
            outbox.letter(lane, operation, new Refusal(target, Optional.empty(), problem), failure);
        }
        park(lane, outbox.now());
        readable(lane)
                .ifPresent(
                        record -> table.put(lane, record.with(record.progress().broken(problem))));
    }

    /** The lane's record, unless it is what can't be read. */
    private Optional<LaneRecord> readable(LaneKey lane) {
        try {
            return table.get(lane);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            Fields.of(LOG.atDebug().setCause(Unspoken.of(e))).lane(lane).log("Lane {} can't be read", lane);
            return Optional.empty();
        }
    }
}
