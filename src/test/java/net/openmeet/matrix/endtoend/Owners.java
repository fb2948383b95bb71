package net.openmeet.matrix.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.openmeet.matrix.event.Murmur2;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Which instance reads which partition, and how far what it did is committed: as the broker says, not the service. */
final class Owners implements AutoCloseable {
    private static final String GROUP = "openmeet-matrix";

    /** What the executor reads. */
    static final String OPERATIONS = GROUP + "-operations-repartition";

    /** What the people stage reads. */
    static final String PEOPLE = GROUP + "-people-repartition";

    private static final List<String> EACH = List.of(Topics.DOMAIN_EVENTS, OPERATIONS, PEOPLE);

    private static final String THREAD = "-StreamThread-";

    private final Admin admin;

    Owners(EmbeddedKafka kafka) {
        admin = kafka.admin();
    }

    /** By partition, who reads it, as the client ids of its consumers begin; empty while that is being settled. */
    Map<TopicPartition, String> now() {
        ConsumerGroupDescription group = Objects.requireNonNull(
                done(admin.describeConsumerGroups(List.of(GROUP)).all()).get(GROUP));
        Map<TopicPartition, String> owners = new HashMap<>();
        group.members()
                .forEach(member -> member.assignment()
                        .topicPartitions()
                        .forEach(partition -> owners.put(partition, instance(member.clientId()))));
        boolean all = EACH.stream()
                .allMatch(topic -> IntStream.range(0, Topics.PARTITIONS)
                        .allMatch(partition -> owners.containsKey(new TopicPartition(topic, partition))));
        return all && group.groupState() == GroupState.STABLE ? owners : Map.of();
    }

    /** The thread's consumer is called after the instance and the thread. */
    private static String instance(String clientId) {
        return clientId.substring(0, clientId.indexOf(THREAD));
    }

    /** The first id from 1 on that is fit. */
    static int first(IntPredicate fit) {
        return IntStream.rangeClosed(1, 10_000)
                .filter(fit)
                .findFirst()
                .orElseThrow(() -> new AssertionError("The tasks are dealt so that no id is fit"));
    }

    /** Where a topic has the records of a key. */
    static TopicPartition of(String topic, String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return new TopicPartition(topic, Murmur2.partition(bytes, Topics.PARTITIONS));
    }

    /** Up to where the service has read a partition and committed what it made of it. */
    long committed(TopicPartition partition) {
        var offsets = done(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
        return offsets.containsKey(partition)
                ? Objects.requireNonNull(offsets.get(partition)).offset()
                : 0;
    }

    /** Where a partition ends. */
    long end(TopicPartition partition) {
        return done(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition))
                .offset();
    }

    @Override
    public void close() {
        admin.close();
    }

    private static <T> T done(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
