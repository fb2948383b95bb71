package net.openmeet.matrix.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes to the ledger and sends replays, each acknowledged by all copies before it returns. Owned by one thread. */
final class LetterProducer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaProducer<byte[], byte @Nullable []> producer;

    LetterProducer(Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.producer());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * Topics.LETTER_BYTES);
        // An event as large as its topic takes has a few headers more as a replay: it still fits if it is compressed.
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        // Somebody waits at a terminal, and Ctrl-C waits for the record in hand.
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    int partitions(String topic) {
        return producer.partitionsFor(topic).size();
    }

    /** Writes what was done with a letter; empty makes it open again. */
    void tell(Coordinates letter, Optional<Disposition> disposition) {
        byte @Nullable [] value = disposition.map(Json::write).orElse(null);
        send(new ProducerRecord<>(Topics.DEAD_LETTERS, letter.toString().getBytes(StandardCharsets.UTF_8), value));
    }

    /** Returns once it is written.
     *
     * @throws KafkaException why it wasn't, or why that isn't known
     */
    void send(ProducerRecord<byte[], byte @Nullable []> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException why ? why : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
