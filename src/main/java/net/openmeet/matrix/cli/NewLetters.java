package net.openmeet.matrix.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.About;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.topology.TopicsReading;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The letters that came since others were replayed: which of them is the answer to which. Owned by one thread. */
final class NewLetters implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final TopicsReading reading;
    private final Map<String, Letter> byReplayed = new HashMap<>();
    private final Map<String, Letter> byThing = new HashMap<>();
    private Duration patience = PATIENCE;

    private NewLetters(TopicsReading reading) {
        this.reading = reading;
    }

    /** @param places where the letters ended before the first was replayed */
    static NewLetters since(Kafka kafka, Map<TopicPartition, Long> places) {
        return new NewLetters(TopicsReading.open(kafka).from(places));
    }

    /** Reads what came since, without waiting for more: once a round, not for each of ten thousand letters. */
    void poll() {
        reading.poll(Duration.ZERO, this::take);
    }

    /** The letter that a record became which was replayed as {@code id}, as far as was read. */
    Optional<Letter> ofReplay(Coordinates id) {
        return Optional.ofNullable(byReplayed.get(id.toString()));
    }

    /**
     * The new letter about the same as one that was rejected again; waits a little, as both may have been written this moment. Who was waited
     * for in vain once isn't waited for again: it is only told if it is seen.
     */
    Optional<Letter> after(Letter rejected) {
        long began = System.nanoTime();
        while (true) {
            Optional<Letter> found = Optional.ofNullable(
                            byReplayed.get(rejected.id().toString()))
                    .or(() -> thing(rejected).map(byThing::get));
            if (found.isPresent() || System.nanoTime() - began >= patience.toNanos()) {
                patience = found.isPresent() ? patience : Duration.ZERO;
                return found;
            }
            reading.poll(Duration.ofMillis(50), this::take);
        }
    }

    @Override
    public void close() {
        reading.close();
    }

    private void take(ConsumerRecord<byte[], byte @Nullable []> record) {
        Letter letter = Letters.letter(record);
        Provenance.read(record.headers())
                .ifPresent(provenance -> byReplayed.put(provenance.letter().toString(), letter));
        thing(letter).ifPresent(thing -> byThing.put(thing, letter));
    }

    /** Of an event its headers say it, and of an operation mostly: not of one that was refused by itself meanwhile. */
    private static Optional<String> thing(Letter letter) {
        return letter.about() instanceof About.Operation operation ? operation.thing() : Optional.empty();
    }
}
