package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with all topics, and the service's part of writing letters and what became of them: in transactions. */
final class LettersCluster implements AutoCloseable {
    private final EmbeddedKafka kafka = EmbeddedKafka.start();

    LettersCluster() {
        RunningService.createTopics(kafka);
    }

    /** Writes a record as the service does; where it lies. */
    Coordinates write(ProducerRecord<byte[], byte[]> record) {
        return write(List.of(record)).getFirst();
    }

    /** All in one transaction. */
    List<Coordinates> write(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            producer.commitTransaction();
            List<Coordinates> places = new ArrayList<>();
            for (Future<RecordMetadata> one : sent) {
                places.add(new Coordinates(
                        one.get().topic(), one.get().partition(), one.get().offset()));
            }
            return places;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** The same in a transaction that is aborted. */
    void unsay(ProducerRecord<byte[], byte[]> record) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.beginTransaction();
            Future<RecordMetadata> sent = producer.send(record);
            producer.flush();
            assertThat(sent).isDone();
            producer.abortTransaction();
        }
    }

    /** Writes to the ledger. */
    void tell(Coordinates letter, Disposition disposition) {
        write(new ProducerRecord<>(
                Topics.DEAD_LETTERS, letter.toString().getBytes(StandardCharsets.UTF_8), Json.write(disposition)));
    }

    /** Another for each transaction: one begun right after another was once refused as InvalidTxnState, on a busy machine. */
    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "transactional.id",
                "test-" + UUID.randomUUID(),
                "max.request.size",
                Topics.LETTER_BYTES);
        var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    /** Everything on a topic, partition by partition. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    /** Nothing but the broker's address. */
    Map<String, String> environment() {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    }

    Typed command(String... args) {
        return Typed.command(environment(), args);
    }

    @Override
    public void close() {
        kafka.close();
    }
}
