package net.openmeet.matrix.endtoend;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How many domain events the service has yet to read and commit. */
final class Backlog implements AutoCloseable {
    private final Admin admin;
    private final String group;

    Backlog(EmbeddedKafka kafka, String group) {
        admin = kafka.admin();
        this.group = group;
    }

    long records() {
        Map<TopicPartition, OffsetAndMetadata> read =
                done(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        IntStream.range(0, Topics.PARTITIONS)
                .forEach(partition ->
                        asked.put(new TopicPartition(Topics.DOMAIN_EVENTS, partition), OffsetSpec.latest()));
        return done(admin.listOffsets(asked).all()).entrySet().stream()
                .mapToLong(end -> {
                    long at = Optional.ofNullable(read.get(end.getKey()))
                            .map(OffsetAndMetadata::offset)
                            .orElse(0L);
                    return Math.max(0, end.getValue().offset() - at);
                })
                .sum();
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
