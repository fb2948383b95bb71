package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.event.Kind;
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
    private final Quarantine quarantine;
    private final ProcessorContext<String, Effect> context;

    Tellings(
            LaneTable table,
            Agenda due,
            Function<String, Optional<Policy>> policies,
            Quarantine quarantine,
            ProcessorContext<String, Effect> context) {
        this.table = table;
        this.due = due;
        this.quarantine = quarantine;
        this.policies = policies;
        this.context = context;
    }

    /** Something about the lane may have changed. */
    void changed(LaneKey lane, LaneRecord record, Instant now) {
        // A canary's room is nothing to OpenMeet.
        if (lane.kind() != Kind.CANARY && due.entry(lane).isEmpty()) {
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
        due.load(now);
        Optional<LaneKey> next = due.takeDue(now);
        while (next.isPresent()) {
            tell(next.get(), now);
            next = due.takeDue(now);
        }
    }

    private void tell(LaneKey lane, Instant now) {
        due.remove(lane);
        Optional<Optional<Telling>> telling = quarantine.guarded(
                lane,
                () -> table.get(lane)
                        .flatMap(record -> ofRoom(lane, record, now).or(() -> ofPerson(lane, record))));
        telling.flatMap(found -> found).ifPresent(found -> tell(lane, found, now));
    }

    /** What there is to tell of a lane, and what ends it. */
    private record Telling(LaneRecord record, Effect effect, int hash, Optional<Effect> tombstone) {}

    private Optional<Telling> ofRoom(LaneKey lane, LaneRecord record, Instant now) {
        Optional<Problem> problem = policies.apply(lane.tenant()).flatMap(policy -> record.lastProblem(lane, policy));
        return record.room().map(body -> {
            RoomRecord room = RoomRecord.of(lane, body, record.tally(), problem, now);
            // The time it was told isn't part of what is told.
            int hash = hash(RoomRecord.of(lane, body, record.tally(), problem, Instant.EPOCH));
            Optional<Effect> tombstone =
                    body.purgeable() ? Optional.of(new Effect.TellRoom(Optional.empty())) : Optional.empty();
            return new Telling(record, new Effect.TellRoom(Optional.of(room)), hash, tombstone);
        });
    }

    private Optional<Telling> ofPerson(LaneKey lane, LaneRecord record) {
        return record.account()
                .flatMap(body -> policies.apply(lane.tenant()).flatMap(policy -> PersonRecord.of(body, policy)))
                .map(person -> {
                    Optional<Effect> tombstone = person.state() == Identity.State.GONE
                            ? Optional.of(new Effect.TellPerson(Optional.empty()))
                            : Optional.empty();
                    return new Telling(record, new Effect.TellPerson(Optional.of(person)), hash(person), tombstone);
                });
    }

    private void tell(LaneKey lane, Telling telling, Instant now) {
        int told = telling.record().toldHash();
        if (told == TOMBSTONE && telling.tombstone().isPresent()) {
            return;
        }
        if (telling.hash() != told) {
            forward(lane, telling.record(), telling.effect(), telling.hash(), now);
            if (telling.tombstone().isPresent()) {
                due.due(lane, now.plus(PAUSE), false, now);
            }
        } else if (telling.tombstone().isPresent()) {
            forward(lane, telling.record(), telling.tombstone().get(), TOMBSTONE, now);
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
