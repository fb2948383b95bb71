package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.credential.RepairRequest;
import net.openmeet.matrix.credential.Sealed;
import net.openmeet.matrix.event.Murmur2;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker with all topics, and the service's part of writing how credentials are: in transactions. */
final class CredentialsCluster implements AutoCloseable {
    /** What is sealed; no command may print any of it. */
    static final Sealed SEALED = new Sealed("keyOf2026", "bm9uY2Vub25jZQ", "c2VhbGVkc2VhbGVkc2VhbGVk");

    static final Instant SINCE = Instant.parse("2026-03-01T10:15:30Z");

    private final EmbeddedKafka kafka = EmbeddedKafka.start();

    CredentialsCluster() {
        RunningService.createTopics(kafka);
    }

    static CredentialRecord record(CredentialState state, long generation, Optional<String> reason) {
        return new CredentialRecord(
                1,
                "matrix.openmeet.net",
                state,
                generation,
                state == CredentialState.FORGOTTEN ? Optional.empty() : Optional.of(SEALED),
                Optional.of(SINCE.plusSeconds(604_800)),
                reason.map(word ->
                        new Problem(word, Optional.of("M_UNKNOWN_TOKEN"), "401 Invalid \u001b[2Jaccess token", SINCE)),
                SINCE);
    }

    void tell(String key, CredentialRecord record) {
        tell(key, Json.write(record));
    }

    void tell(String key, byte[] value) {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            producer.beginTransaction();
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(Topics.CREDENTIALS, key, value));
            producer.commitTransaction();
            assertThat(sent).isDone();
        }
    }

    /** Another for each transaction: one begun right after another was once refused as InvalidTxnState, on a busy machine. */
    private KafkaProducer<String, byte[]> producer() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test-" + UUID.randomUUID());
        var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    void tell(String key, String value) {
        tell(key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Told in a transaction that is aborted. */
    void unsay(String key, CredentialRecord record) {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            producer.beginTransaction();
            Future<RecordMetadata> sent =
                    producer.send(new ProducerRecord<>(Topics.CREDENTIALS, key, Json.write(record)));
            producer.flush();
            assertThat(sent).isDone();
            producer.abortTransaction();
        }
    }

    /** A request, which lies in the partition that murmur2 gives its key. */
    record Asked(String key, RepairRequest request) {}

    /** Everything asked of credentials so far. */
    List<Asked> requests() {
        List<Asked> asked = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.CREDENTIAL_REPAIR).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    assertThat(record.partition())
                            .isEqualTo(Murmur2.partition(
                                    record.key().getBytes(StandardCharsets.UTF_8), partitions.size()));
                    asked.add(new Asked(record.key(), Json.read(record.value(), RepairRequest.class)));
                });
            }
        }
        return asked;
    }

    void awaitRequests(int number) {
        await().atMost(Duration.ofSeconds(50)).until(() -> requests().size() >= number);
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    /** Runs a command with nothing but the broker's address. */
    Typed command(String... args) {
        return Typed.command(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()), args);
    }

    @Override
    public void close() {
        kafka.close();
    }
}
