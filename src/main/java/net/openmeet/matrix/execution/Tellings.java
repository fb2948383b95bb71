package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.people.PersonRecord;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.RoomRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tells OpenMeet what became of its rooms and people: the newest state of a key, about one record a second for it at the most, a
 * tombstone once the last state of a deleted one was told. Owned by the stream thread.
 */
final class Tellings {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Lets the first changes of a lane gather, so that a room's first record already has its id in most cases. */
    private static final Duration GATHER = Duration.ofMillis(100);
    /** The hash that stands for "a tombstone was written". */
    private static final int TOMBSTONE = -1;

    private final LaneTable table;
    private final Agenda due;
    private final Function<String, Optional<Policy>> policies;
    private final ProcessorContext<String, Effect> context;

    Tellings(
            LaneTable table,
            Agenda due,
            Function<String, Optional<Policy>> policies,
            ProcessorContext<String, Effect> context) {
        this.table = table;
        this.due = due;
        this.policies = policies;
        this.context = context;
    }

    /** Something about the lane may have changed. */
    void changed(LaneKey lane, LaneRecord record, Instant now) {
        if (due.entry(lane).isEmpty()) {
            Instant gathered = now.plus(GATHER);
            Instant at = record.toldAt()
                    .map(told -> told.plus(PAUSE))
                    .filter(next -> next.isAfter(gathered))
                    .orElse(gathered);
            due.due(lane, at, false, now);
        }
    }

    /** Tells what is due; answers whether all of an earlier run's was read. */
    void tell(Instant now) {
        due.load();
        Optional<LaneKey> next = due.takeDue(now);
        while (next.isPresent()) {
            tell(next.get(), now);
            next = due.takeDue(now);
        }
    }

    private void tell(LaneKey lane, Instant now) {
        due.remove(lane);
        table.get(lane).ifPresent(record -> {
            Optional<Problem> problem = record.progress().lastProblem();
            record.room().ifPresent(body -> {
                RoomRecord room = RoomRecord.of(lane, body, record.tally(), problem, now);
                // The time it was told isn't part of what is told.
                int hash = hash(RoomRecord.of(lane, body, record.tally(), problem, Instant.EPOCH));
                Optional<Effect> tombstone =
                        body.purgeable() ? Optional.of(new Effect.TellRoom(Optional.empty())) : Optional.empty();
                tell(lane, record, tombstone, new Effect.TellRoom(Optional.of(room)), hash, now);
            });
            record.account()
                    .flatMap(body -> policies.apply(lane.tenant()).flatMap(policy -> PersonRecord.of(body, policy)))
                    .ifPresent(person -> {
                        Optional<Effect> tombstone = person.state() == Identity.State.GONE
                                ? Optional.of(new Effect.TellPerson(Optional.empty()))
                                : Optional.empty();
                        tell(lane, record, tombstone, new Effect.TellPerson(Optional.of(person)), hash(person), now);
                    });
        });
    }

    private void tell(
            LaneKey lane, LaneRecord record, Optional<Effect> tombstone, Effect effect, int hash, Instant now) {
        if (record.toldHash() == TOMBSTONE && tombstone.isPresent()) {
            return;
        }
        if (hash != record.toldHash()) {
            forward(lane, record, effect, hash, now);
            if (tombstone.isPresent()) {
                due.due(lane, now.plus(PAUSE), false, now);
            }
        } else if (tombstone.isPresent()) {
            forward(lane, record, tombstone.get(), TOMBSTONE, now);
        }
    }

    private void forward(LaneKey lane, LaneRecord record, Effect effect, int hash, Instant now) {
        context.forward(new Record<>(lane.toString(), effect, now.toEpochMilli()));
        table.put(lane, record.told(now, hash));
    }

    private static int hash(Object content) {
        return Arrays.hashCode(Json.write(content)) & Integer.MAX_VALUE;
    }
}
