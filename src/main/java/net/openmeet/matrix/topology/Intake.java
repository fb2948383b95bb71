package net.openmeet.matrix.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.LetterHeaders;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Decoded;
import net.openmeet.matrix.event.Decoder;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.IncomingRecord;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.RecordHeader;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.people.PeopleInput;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.trace.Tracing;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Stage 1: turns records into facts and sends each where its slot is driven; those of a backfill wait on a {@link Shelf} while the stages
 * behind are busy. Nothing that a record holds stops it: what can't be used is dead-lettered byte for byte. Runs on the stream thread.
 */
final class Intake implements Processor<byte[], byte[], String, Taken> {
    private static final Duration RELEASE = Duration.ofMillis(50);

    private final Decoder decoder = new Decoder();
    private final Predicate<String> isOurs;
    private final boolean skipOthers;
    private final IntakeObserver observer;
    private final Valve valve;
    private final IntakeSpans spans;
    private final List<ProcessorContext<String, Taken>> context = new ArrayList<>(1);
    private final List<Shelf> shelf = new ArrayList<>(1);

    /**
     * @param isOurs whether a tenant is configured
     * @param skipOthers whether other tenants' events are counted and skipped rather than dead-lettered
     * @param valve how much of a backfill may go on
     * @param tracing shown each event that is taken
     */
    Intake(Predicate<String> isOurs, boolean skipOthers, IntakeObserver observer, Valve valve, Tracing tracing) {
        this.spans = new IntakeSpans(tracing);
        this.isOurs = isOurs;
        this.skipOthers = skipOthers;
        this.observer = observer;
        this.valve = valve;
    }

    @Override
    public void init(ProcessorContext<String, Taken> processorContext) {
        context.add(processorContext);
        Shelf held = new Shelf(processorContext.getStateStore(Stores.PERSONS), valve);
        shelf.add(held);
        processorContext.schedule(
                RELEASE,
                PunctuationType.WALL_CLOCK_TIME,
                time -> held.release(released -> {
                    observer.released();
                    onward(released.fact(), released.origin(), released.replay(), released.time());
                }));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context.getFirst().recordMetadata().orElseThrow();
        Coordinates at = new Coordinates(metadata.topic(), metadata.partition(), metadata.offset());
        boolean replayed = metadata.topic().equals(Topics.DOMAIN_EVENTS_REPLAY);
        Optional<Provenance> replay = replayed ? Provenance.read(record.headers()) : Optional.empty();
        IncomingRecord incoming =
                incoming(record, at, replayed ? OptionalInt.empty() : OptionalInt.of(Topics.PARTITIONS));
        if (skipOthers && isOthers(incoming)) {
            skip(IntakeObserver.Skip.OTHER_TENANT, replay);
            return;
        }
        switch (replayed ? decoder.decodeReplayed(incoming) : decoder.decode(incoming)) {
            case Decoded.Skipped ignored -> skip(IntakeObserver.Skip.UNKNOWN_TYPE, replay);
            case Decoded.Rejected rejected -> reject(record, at, rejected, replay);
            case Decoded.Accepted accepted -> {
                accepted.notices().forEach(observer::noticed);
                spans.during(
                        at,
                        accepted.fact().subject(),
                        accepted.origin(),
                        origin -> accept(record, at, accepted.from(origin), replay));
            }
        }
    }

    private void accept(
            Record<byte[], byte[]> record, Coordinates at, Decoded.Accepted accepted, Optional<Provenance> replay) {
        Fact fact = accepted.fact();
        Origin origin = accepted.origin();
        LaneKey subject = fact.subject();
        if (!isOurs.test(subject.tenant())) {
            Rejection rejection =
                    new Rejection(Rejection.Reason.UNKNOWN_TENANT, "data.tenantId", "no such tenant is configured");
            reject(record, at, new Decoded.Rejected(Optional.of(accepted.type()), rejection), replay);
            return;
        }
        observer.accepted(accepted.type(), fact);
        boolean backfill = origin.snapshot().isPresent();
        if (backfill && shelf.getFirst().holds(at, Shelved.of(fact, origin, record.timestamp(), replay))) {
            observer.shelved();
        } else {
            onward(fact, origin, replay, record.timestamp());
        }
    }

    private void onward(Fact fact, Origin origin, Optional<Provenance> replay, long time) {
        LaneKey subject = fact.subject();
        switch (fact) {
            case Fact.OfRoom room ->
                forward(subject, new Taken.ToLane(new Operation.RoomTold(room, origin)), replay, time);
            case Fact.MemberStated member ->
                forward(member.person(), new Taken.ToPerson(new PeopleInput.Member(member, origin)), replay, time);
            case Fact.OfPerson person ->
                forward(subject, new Taken.ToPerson(new PeopleInput.Person(person, origin)), replay, time);
            case Fact.MembersListed list -> {
                for (Fact.MembersListed.Listed listed : list.members()) {
                    Fact.MemberStated member =
                            new Fact.MemberStated(subject, listed.person(), listed.slug(), listed.standing());
                    // What became of it is told of the list alone.
                    forward(
                            listed.person(),
                            new Taken.ToPerson(new PeopleInput.Member(member, origin)),
                            Optional.empty(),
                            time);
                }
                List<String> ids = list.members().stream()
                        .map(listed -> listed.person().id())
                        .toList();
                forward(
                        subject,
                        new Taken.ToLane(new Operation.MembersListed(list.part(), list.parts(), ids, origin)),
                        replay,
                        time);
            }
        }
    }

    /** Judged by the key alone: what another tenant's records hold isn't ours to complain about. */
    private boolean isOthers(IncomingRecord record) {
        return record.key()
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .flatMap(LaneKey::read)
                .filter(key -> !isOurs.test(key.tenant()))
                .isPresent();
    }

    private void skip(IntakeObserver.Skip why, Optional<Provenance> replay) {
        observer.skipped(why);
        replay.ifPresent(its -> end(its, Fate.Word.NOTHING, Optional.empty()));
    }

    private void end(Provenance replay, Fate.Word word, Optional<String> detail) {
        long now = context.getFirst().currentSystemTimeMs();
        Disposition disposition = Fates.ended(replay, word, detail, now);
        context.getFirst().forward(new Record<>(replay.letter().toString(), new Taken.ToLedger(disposition), now));
    }

    private void reject(
            Record<byte[], byte[]> record, Coordinates at, Decoded.Rejected rejected, Optional<Provenance> replay) {
        Rejection rejection = rejected.rejection();
        observer.rejected(at, rejected.type(), rejection);
        Rejections.lettered(incoming(record, at, OptionalInt.empty()), at, rejection);
        long now = context.getFirst().currentSystemTimeMs();
        Headers headers =
                LetterHeaders.of(record.headers(), at, record.timestamp(), rejection, Instant.ofEpochMilli(now));
        context.getFirst()
                .forward(new Record<>(
                        "",
                        new Taken.ToDeadLetters(bytes(record.key()), bytes(record.value()), at.partition()),
                        // Not the record's: its retention counts from now.
                        now,
                        headers));
        replay.ifPresent(its ->
                end(its, Fate.Word.REJECTED, Optional.of(rejection.reason().word())));
    }

    private void forward(LaneKey key, Taken taken, Optional<Provenance> replay, long time) {
        context.getFirst().forward(new Record<>(key.toString(), taken, Math.max(0, time), Fates.headers(replay)));
    }

    private static Optional<Bytes> bytes(byte @Nullable [] bytes) {
        return Optional.ofNullable(bytes).map(Bytes::wrap);
    }

    private static IncomingRecord incoming(Record<byte[], byte[]> record, Coordinates at, OptionalInt partitions) {
        return new IncomingRecord(
                Optional.ofNullable(record.key()),
                Optional.ofNullable(record.value()),
                headers(record.headers()),
                at,
                partitions);
    }

    private static List<RecordHeader> headers(Headers headers) {
        List<RecordHeader> plain = new ArrayList<>();
        headers.forEach(header -> plain.add(new RecordHeader(header.key(), Optional.ofNullable(header.value()))));
        return plain;
    }
}
