package net.openmeet.matrix.topology;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.LetterHeaders;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.deadletter.ReplayDecision;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a record that isn't what its topic holds from stopping the stream: it goes to the dead letters byte for byte, and the next
 * one is read. Only topics that the service itself writes are read in a format that can fail; domain events are bytes here, and commands are counted. Made by
 * Kafka Streams, one for each stream thread.
 */
public final class UnreadableRecords implements DeserializationExceptionHandler {
    /** Setting: the {@link IntakeObserver} that is told of each dead letter. */
    public static final String OBSERVER = "openmeet.unreadable.observer";

    static final String REASON = ReplayDecision.OWN_RECORD;

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRecords.class);

    private Optional<IntakeObserver> observer = Optional.empty();

    @Override
    public void configure(Map<String, ?> settings) {
        observer = Optional.ofNullable((IntakeObserver) settings.get(OBSERVER));
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        Coordinates at = new Coordinates(record.topic(), record.partition(), record.offset());
        // Without the exception: a parser's message quotes what it read.
        LOG.error(
                "Left out {}: it isn't what that topic holds ({})",
                at,
                exception.getClass().getName());
        // A global table's thread has no producer.
        boolean letter =
                record.topic().equals(Topics.ACCOUNTS) || record.topic().endsWith("-repartition");
        if (!letter) {
            return Response.resume();
        }
        observer.ifPresent(its -> its.unreadable(at));
        Instant now = Instant.now();
        List<ProducerRecord<byte[], byte[]>> told = new ArrayList<>();
        told.add(letter(record, at, exception, now));
        Provenance.read(record.headers()).ifPresent(replay -> told.add(rejected(replay, now)));
        return Response.resume(told);
    }

    private static ProducerRecord<byte[], byte[]> letter(
            ConsumerRecord<byte[], byte[]> record, Coordinates at, Exception exception, Instant now) {
        return new ProducerRecord<>(
                Topics.DOMAIN_EVENTS_DEAD_LETTER,
                record.partition() % Topics.PARTITIONS,
                now.toEpochMilli(),
                record.key(),
                record.value(),
                LetterHeaders.of(record.headers(), at, record.timestamp(), exception, REASON, now));
    }

    /** An operator put it back where it was, and it is as unreadable as before. */
    private static ProducerRecord<byte[], byte[]> rejected(Provenance replay, Instant now) {
        return new ProducerRecord<>(
                Topics.DEAD_LETTERS,
                replay.letter().toString().getBytes(StandardCharsets.UTF_8),
                Json.write(Fates.ended(replay, Fate.Word.REJECTED, Optional.of(REASON), now.toEpochMilli())));
    }
}
