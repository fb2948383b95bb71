package net.openmeet.matrix.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.topology.TopicsReading;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the records that letters are, one at a time: ten thousand of a megabyte don't fit into memory. Quick where they are asked for
 * in the order in which they lie. Owned by one thread.
 */
final class LetterRecords implements AutoCloseable {
    /** To read over fewer records than this is quicker than to start anew. */
    private static final long NEAR = 500;

    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final TopicsReading reading;
    private final Deque<ConsumerRecord<byte[], byte @Nullable []>> ahead = new ArrayDeque<>();
    private Optional<TopicPartition> current = Optional.empty();

    private LetterRecords(TopicsReading reading) {
        this.reading = reading;
    }

    static LetterRecords open(Kafka kafka) {
        return new LetterRecords(TopicsReading.open(kafka));
    }

    /** The record; empty if it is gone, by retention or because there never was one. */
    Optional<ConsumerRecord<byte[], byte @Nullable []>> get(Coordinates id) {
        TopicPartition partition = new TopicPartition(id.topic(), id.partition());
        if (!isNear(partition, id.offset())) {
            if (id.partition() >= reading.count(id.topic()) || id.offset() >= reading.end(partition)) {
                return Optional.empty();
            }
            ahead.clear();
            reading.from(partition, id.offset());
            current = Optional.of(partition);
        }
        long began = System.nanoTime();
        while (true) {
            while (!ahead.isEmpty() && ahead.getFirst().offset() < id.offset()) {
                ahead.removeFirst();
            }
            if (!ahead.isEmpty()) {
                return Optional.of(ahead.getFirst()).filter(record -> record.offset() == id.offset());
            }
            if (reading.position(partition) > id.offset()) {
                return Optional.empty();
            }
            reading.poll(Duration.ofMillis(200), ahead::addLast);
            if (ahead.isEmpty() && System.nanoTime() - began > SILENCE.toNanos()) {
                throw new TimeoutException("Nothing came of " + partition + " for " + SILENCE.toSeconds() + " s");
            }
        }
    }

    @Override
    public void close() {
        reading.close();
    }

    private boolean isNear(TopicPartition partition, long offset) {
        return current.filter(partition::equals).isPresent()
                && firstAhead(partition) <= offset
                && offset - firstAhead(partition) < NEAR;
    }

    private long firstAhead(TopicPartition partition) {
        return ahead.isEmpty() ? reading.position(partition) : ahead.getFirst().offset();
    }
}
