package net.openmeet.matrix.cli;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What is known of every credential, from {@code openmeet.matrix.credentials}, committed records alone. Reads without a consumer group, so
 * that it leaves nothing behind. Owned by one thread.
 */
final class CredentialsReader implements AutoCloseable {
    /** Of silence while there is more to read. A broker that is gone otherwise would be waited for without end. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Consumer<String, byte[]> consumer;
    private final SortedMap<String, Credential> known = new TreeMap<>();
    private int unreadable;

    /** One credential and the newest word on it. */
    record Credential(CredentialKey key, CredentialRecord record) {}

    private CredentialsReader(Consumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Reads all there is.
     *
     * @throws KafkaException if there is no such topic, or no answer
     */
    static CredentialsReader atEnd(Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.consumer());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        var reader = new CredentialsReader(
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()));
        try {
            reader.readToEnd();
            return reader;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** By key. Grows with {@link #poll}. */
    SortedMap<String, Credential> known() {
        return known;
    }

    Optional<Credential> of(CredentialKey key) {
        return Optional.ofNullable(known.get(key.toString()));
    }

    /** Records that aren't a credential's, or that a newer version wrote. */
    int unreadable() {
        return unreadable;
    }

    /** Waits at most {@code most} for another word; false if there was none. */
    boolean poll(Duration most) {
        var records = consumer.poll(most);
        records.forEach(this::take);
        return !records.isEmpty();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void readToEnd() {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.CREDENTIALS).stream()
                .map(info -> new TopicPartition(Topics.CREDENTIALS, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException(Topics.CREDENTIALS + " is missing");
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long heard = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (poll(Duration.ofMillis(200))) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
                throw new TimeoutException(
                        "Nothing came of " + Topics.CREDENTIALS + " for " + SILENCE.toSeconds() + " s");
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> told) {
        Optional<CredentialKey> key = Optional.ofNullable(told.key()).flatMap(CredentialKey::read);
        if (key.isEmpty()) {
            unreadable++;
            return;
        }
        String name = key.get().toString();
        if (told.value() == null) {
            known.remove(name);
            return;
        }
        try {
            known.put(name, new Credential(key.get(), Json.read(told.value(), CredentialRecord.class)));
        } catch (UncheckedIOException e) {
            // Its content is nobody's business here, and may be anything.
            known.remove(name);
            unreadable++;
        }
    }
}
