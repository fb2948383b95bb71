package net.openmeet.matrix.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import net.openmeet.matrix.deadletter.LetterHeaders;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.observability.Meters;
import net.openmeet.matrix.trace.Tracing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a real broker, a dead letter stands in the partition where its record was read, so that one partition's letters keep their
 * order. Its key and value are the record's bytes, null among them.
 */
@Tag("slow")
class DeadLetterPlaceTest {

    @Test
    void aLetterStandsInThePartitionOfItsRecord(@TempDir Path state) throws Exception {
        // given
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopics(
                    Map.of(
                            Topics.DOMAIN_EVENTS, Topics.PARTITIONS,
                            Topics.DOMAIN_EVENTS_REPLAY, Topics.PARTITIONS,
                            Topics.DOMAIN_EVENTS_DEAD_LETTER, Topics.PARTITIONS),
                    Map.of());
            try (KafkaStreams streams = intake(kafka, state)) {
                streams.start();

                // when
                for (int partition : new int[] {0, 13, 23, 13}) {
                    send(kafka, partition);
                }

                // then
                assertThat(letters(kafka, 4))
                        .allSatisfy(letter -> {
                            assertThat(header(letter, LetterHeaders.PARTITION))
                                    .isEqualTo(Integer.toString(letter.partition()));
                            assertThat(letter.key()).isNull();
                            assertThat(letter.value()).isEqualTo("garbage".getBytes(UTF_8));
                        })
                        .extracting(ConsumerRecord::partition)
                        .containsExactlyInAnyOrder(0, 13, 13, 23);
            }
        }
    }

    /** Stage 1 alone, to its dead letters. */
    private static KafkaStreams intake(EmbeddedKafka kafka, Path state) {
        StreamsBuilder builder = new StreamsBuilder();
        Meters meters = new Meters(new SimpleMeterRegistry());
        Wiring.deadLetters(builder.stream(Wiring.DOMAIN_EVENTS, Wiring.domainEvents())
                .process(Wiring.intake(
                        () -> new Intake(tenant -> false, false, meters.intake(), Valve.OPEN, Tracing.none()),
                        Stores.persons())));
        Properties settings = new Properties();
        settings.putAll(Map.of(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                StreamsConfig.APPLICATION_ID_CONFIG,
                "letters",
                StreamsConfig.STATE_DIR_CONFIG,
                state.toString(),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.consumerPrefix("auto.offset.reset"),
                "earliest"));
        return new KafkaStreams(builder.build(), settings);
    }

    private static void send(EmbeddedKafka kafka, int partition) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, partition, null, "garbage".getBytes(UTF_8)))
                    .get();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(EmbeddedKafka kafka, int count) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Stream.iterate(0, number -> number + 1)
                    .limit(Topics.PARTITIONS)
                    .map(number -> new TopicPartition(Topics.DOMAIN_EVENTS_DEAD_LETTER, number))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
                return letters.size() >= count;
            });
        }
        return letters;
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
