package net.openmeet.matrix.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.openmeet.matrix.topology.Stores;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Multiplies what the service stored. What it wrote about a {@link BigTown} is read from its changelogs and written to them again under
 * other ids, byte for byte the same but for those, each in the partition of its lane or person. So a million memberships needn't be
 * brought up by a million calls. The copies' rooms have the ids of the originals' rooms: the homeserver has no others.
 */
final class StateCopies {
    private static final Pattern ID = Pattern.compile(BigTown.MARK + "(?=\\d{4}(?!\\d))");
    /** The lane or person in a key of the stores: behind the kind, and before the slot or the membership. */
    private static final Pattern OWNER = Pattern.compile("(?:\\w+:)?(" + BigTown.TENANT + "/\\w+/\\d+).*");

    private final String bootstrap;
    private final String application;

    StateCopies(String bootstrap, String application) {
        this.bootstrap = bootstrap;
        this.application = application;
    }

    /** Makes so many copies while the service doesn't run; answers how many records that took. */
    long make(int copies) {
        long written = 0;
        for (String store : List.of(Stores.PERSONS, Stores.LANES)) {
            written += copy(application + "-" + store + "-changelog", copies);
        }
        return written;
    }

    @SuppressWarnings(
            "FutureReturnValueIgnored") // the flush waits; what is lost is missing from the count that is restored
    private long copy(String topic, int copies) {
        Map<String, String> newest = newest(topic);
        long written = 0;
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 20, "batch.size", 1 << 18),
                new StringSerializer(),
                new StringSerializer())) {
            for (Map.Entry<String, String> stored : newest.entrySet()) {
                for (int copy = 1; copy <= copies; copy++) {
                    String mark = "77%02d".formatted(copy);
                    String key = ID.matcher(stored.getKey()).replaceAll(mark);
                    String value = ID.matcher(stored.getValue()).replaceAll(mark);
                    producer.send(new ProducerRecord<>(topic, partition(key), key, value));
                    written++;
                }
            }
            producer.flush();
        }
        return written;
    }

    /** What the topic holds of lanes and people. The rest, of the sweep and the watch, is there once and holds for all. */
    private Map<String, String> newest(String topic) {
        Map<String, String> newest = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.value() == null) {
                        newest.remove(record.key());
                    } else if (OWNER.matcher(record.key()).matches()) {
                        newest.put(record.key(), record.value());
                    }
                }
            }
        }
        return newest;
    }

    private static int partition(String key) {
        Matcher owner = OWNER.matcher(key);
        if (!owner.matches()) {
            throw new IllegalArgumentException(key);
        }
        return Utils.toPositive(Utils.murmur2(owner.group(1).getBytes(StandardCharsets.UTF_8))) % Topics.PARTITIONS;
    }
}
