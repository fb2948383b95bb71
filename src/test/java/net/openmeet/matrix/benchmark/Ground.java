package net.openmeet.matrix.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker in this JVM with the topics of the service, and OpenMeet's producer. */
final class Ground implements AutoCloseable {
    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private final Admin admin;
    private final KafkaProducer<String, String> producer;
    private final KafkaProducer<String, String> live;

    Ground() {
        RunningService.createTopics(kafka);
        admin = kafka.admin();
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "transactional.id",
                        "openmeet",
                        "transaction.timeout.ms",
                        60_000),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        live = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /**
     * Writes records that nobody can read yet; {@link #reveal} shows them all at once. Everyone here reads committed records only, so
     * the clock starts when all lie ready, and the cost of publishing is nobody's.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // A record that fails makes the commit fail.
    void publishHidden(List<Event> story) {
        producer.beginTransaction();
        story.forEach(event -> producer.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, event.key(), event.json())));
        producer.flush();
    }

    void reveal() {
        producer.commitTransaction();
    }

    /** One record, readable at once. */
    @SuppressWarnings("FutureReturnValueIgnored") // Of a lost one it is told that no call was about it.
    void publishNow(Event event, long timestamp) {
        live.send(
                new ProducerRecord<>(Topics.DOMAIN_EVENTS, null, timestamp, event.key(), event.json()),
                (at, failure) -> {});
    }

    void publish(List<Event> story) {
        publishHidden(story);
        reveal();
    }

    /** How many records a consumer group has yet to commit, of domain events and of its own repartition topics. */
    long behind(String group) {
        try {
            List<String> topics = new ArrayList<>(admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(group) && topic.endsWith("-repartition"))
                    .toList());
            topics.add(Topics.DOMAIN_EVENTS);
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (String topic : topics) {
                for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                    ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
                }
            }
            Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            long behind = 0;
            for (var end : admin.listOffsets(ends).all().get().entrySet()) {
                OffsetAndMetadata at = read.get(end.getKey());
                behind += Math.max(0, end.getValue().offset() - (at == null ? 0 : at.offset()));
            }
            return behind;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The ids of the rooms that the service made, by their key, as OpenMeet reads them back. */
    Map<String, String> roomIds() {
        return RoomIds.read(bootstrapServers());
    }

    @Override
    public void close() {
        producer.close();
        live.close();
        admin.close();
        kafka.close();
    }
}
