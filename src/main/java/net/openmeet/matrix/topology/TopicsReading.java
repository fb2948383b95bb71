package net.openmeet.matrix.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.openmeet.matrix.config.Kafka;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions of topics, committed records alone, to where they ended when it was asked, and further if wanted. Without a consumer
 * group, so that it leaves nothing behind. Owned by one thread.
 */
public final class TopicsReading implements AutoCloseable {
    /** Of silence while there is more to read. A broker that is gone otherwise would be waited for without end. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration SLICE = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte @Nullable []> consumer;

    /** What takes a record. */
    @FunctionalInterface
    public interface Sink extends Consumer<ConsumerRecord<byte[], byte @Nullable []>> {}

    private TopicsReading(KafkaConsumer<byte[], byte @Nullable []> consumer) {
        this.consumer = consumer;
    }

    /** Reads nothing yet. */
    public static TopicsReading open(Kafka kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.consumer());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Where retention was quicker than we are the rest is to be read, not left out.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new TopicsReading(
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** All partitions of {@code topics}, from their beginning. */
    public TopicsReading fromBeginning(Collection<String> topics) {
        List<TopicPartition> partitions = partitions(topics);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return this;
    }

    /** One of them alone, from an offset on. */
    public TopicsReading from(TopicPartition partition, long offset) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        return this;
    }

    /** Each from its own place. */
    public TopicsReading from(Map<TopicPartition, Long> places) {
        consumer.assign(places.keySet());
        places.forEach(consumer::seek);
        return this;
    }

    /** What is read next of each. */
    public Map<TopicPartition, Long> places() {
        return consumer.assignment().stream().collect(Collectors.toMap(partition -> partition, consumer::position));
    }

    /** One of them alone, from its beginning. */
    public TopicsReading fromBeginning(TopicPartition partition) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return this;
    }

    /** Leaves out what was written to {@code topic} before {@code since}. */
    public TopicsReading leavingOut(String topic, Instant since) {
        Map<TopicPartition, Long> times = consumer.assignment().stream()
                .filter(partition -> partition.topic().equals(topic))
                .collect(Collectors.toMap(partition -> partition, partition -> since.toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                consumer.seek(partition, found.offset());
            } else {
                consumer.seekToEnd(List.of(partition));
            }
        });
        return this;
    }

    /**
     * How many partitions a topic has.
     *
     * @throws KafkaException if there is none
     */
    public int count(String topic) {
        int count = consumer.partitionsFor(topic).size();
        if (count == 0) {
            throw new KafkaException(topic + " is missing");
        }
        return count;
    }

    /**
     * Reads to where it all ends now.
     *
     * @throws KafkaException if there is no answer
     */
    public void readToEnd(Sink sink) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long heard = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (poll(SLICE, sink)) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
                throw new TimeoutException("Nothing came for " + SILENCE.toSeconds() + " s");
            }
        }
    }

    /** The next offset to be read of the one partition that is read. */
    public long position(TopicPartition partition) {
        return consumer.position(partition);
    }

    /** Where a partition ends now, as far as it is committed. */
    public long end(TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /** Where each partition that is read begins now: what lay before is gone. */
    public Map<TopicPartition, Long> beginnings() {
        return consumer.beginningOffsets(consumer.assignment());
    }

    /** Waits at most {@code most} for more; false if there was none. */
    public boolean poll(Duration most, Sink sink) {
        var records = consumer.poll(most);
        records.forEach(sink);
        return !records.isEmpty();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<TopicPartition> partitions(Collection<String> topics) {
        return topics.stream()
                .flatMap(topic ->
                        IntStream.range(0, count(topic)).mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
    }
}
