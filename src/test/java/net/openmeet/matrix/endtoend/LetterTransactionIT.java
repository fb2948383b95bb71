package net.openmeet.matrix.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.openmeet.matrix.deadletter.LetterHeaders;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.ServiceProcess;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dead letter can be read exactly if the offset of its record is committed, whenever the service is killed. So each record that can't be
 * used has one letter, in its own partition and in its own order.
 */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class LetterTransactionIT {
    private static final String GROUP = "openmeet-matrix";
    private static final int KILLS = 2;
    /** For each partition, before each kill. */
    private static final int POISON = 400;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Nothing is committed for so long after a commit, so that a kill takes letters with it that were sent. */
    private static final Map<String, String> SELDOM = Map.of(
            "commit.interval.ms", "4000",
            "consumer.session.timeout.ms", "6000",
            "consumer.heartbeat.interval.ms", "1000",
            "num.standby.replicas", "0",
            "producer.transaction.timeout.ms", "10000");

    @TempDir
    private Path folder;

    private final EmbeddedKafka kafka =
            EmbeddedKafka.start(Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"));
    private final MatrixSimulator homeserver = MatrixSimulator.start();
    private final Admin admin = kafka.admin();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    @AfterEach
    void stop() {
        producer.close();
        admin.close();
        homeserver.close();
        kafka.close();
    }

    @Test
    void aLetterIsReadWithTheOffsetOfItsRecordOrNotAtAll() throws Exception {
        // given
        RunningService.createTopics(kafka);
        long lost = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            try (ServiceProcess service = run()) {
                awaitReady(service);

                // when
                poison();
                await("letters that aren't committed").atMost(PATIENCE).until(() -> {
                    assertAlive(service);
                    return sum(ends(IsolationLevel.READ_UNCOMMITTED)) > sum(ends(IsolationLevel.READ_COMMITTED)) + 500;
                });
                service.kill();
            }

            // then
            await("the transaction has ended")
                    .atMost(PATIENCE)
                    .until(() -> ends(IsolationLevel.READ_UNCOMMITTED).equals(ends(IsolationLevel.READ_COMMITTED)));
            assertThat(count(letters())).isEqualTo(committed());
            lost = sum(ends(IsolationLevel.READ_COMMITTED)) - letters().size();
        }
        assertThat(lost)
                .as("places on the topic of letters that nobody ever reads")
                .isGreaterThan(500);

        // when
        try (ServiceProcess service = run()) {
            long all = (long) KILLS * POISON * Topics.PARTITIONS;
            await("all letters").atMost(PATIENCE).until(() -> {
                assertAlive(service);
                return sum(committed()) == all;
            });
            service.terminate();
        }

        // then
        Map<Integer, List<Long>> sources = letters().stream()
                .collect(Collectors.groupingBy(
                        ConsumerRecord::partition,
                        TreeMap::new,
                        Collectors.mapping(
                                letter -> Long.parseLong(header(letter, LetterHeaders.OFFSET)), Collectors.toList())));
        List<Long> each = Stream.iterate(0L, offset -> offset + 1)
                .limit((long) KILLS * POISON)
                .toList();
        assertThat(sources)
                .hasSize(Topics.PARTITIONS)
                .allSatisfy((partition, offsets) -> assertThat(offsets).isEqualTo(each));
        assertThat(letters())
                .allSatisfy(letter -> assertThat(header(letter, LetterHeaders.PARTITION))
                        .isEqualTo(Integer.toString(letter.partition())));
    }

    private ServiceProcess run() {
        Map<String, String> settings = new TreeMap<>(SELDOM);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return ServiceProcess.start(
                folder, settings, """
                tenants:
                  - id: letters
                    homeserver: %s
                    server-name: %s
                    appservice: {localpart: openmeet-bot, token: %s}
                """.formatted(homeserver.baseUrl(), homeserver.serverName(), homeserver.asToken()));
    }

    private static void awaitReady(ServiceProcess service) {
        await("the service is ready").atMost(PATIENCE).until(() -> {
            assertAlive(service);
            return service.isReady();
        });
    }

    private static void assertAlive(ServiceProcess service) {
        if (!service.isAlive()) {
            throw new AssertionError(service.log());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what isn't published is waited for in vain
    private void poison() {
        for (int i = 0; i < POISON; i++) {
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                producer.send(new ProducerRecord<>(
                        Topics.DOMAIN_EVENTS, partition, "letters/event/1".getBytes(UTF_8), "{".getBytes(UTF_8)));
            }
        }
        producer.flush();
    }

    private List<ConsumerRecord<String, byte[]>> letters() {
        return new TopicReader(kafka).read(Topics.DOMAIN_EVENTS_DEAD_LETTER);
    }

    private static Map<Integer, Long> count(List<ConsumerRecord<String, byte[]>> letters) {
        return partitions(partition -> letters.stream()
                .filter(letter -> letter.partition() == partition)
                .count());
    }

    /** How far each partition of the domain events was read, once no transaction is open. */
    private Map<Integer, Long> committed() throws ExecutionException, InterruptedException {
        var offsets = admin.listConsumerGroupOffsets(
                        Map.of(GROUP, new ListConsumerGroupOffsetsSpec()),
                        new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata(GROUP)
                .get();
        return partitions(partition -> {
            var read = offsets.get(new TopicPartition(Topics.DOMAIN_EVENTS, partition));
            return read == null ? 0L : read.offset();
        });
    }

    private Map<Integer, Long> ends(IsolationLevel level) throws ExecutionException, InterruptedException {
        var ends = admin.listOffsets(
                        IntStream.range(0, Topics.PARTITIONS)
                                .boxed()
                                .collect(Collectors.toMap(
                                        LetterTransactionIT::ofLetters, partition -> OffsetSpec.latest())),
                        new ListOffsetsOptions(level))
                .all()
                .get();
        return partitions(partition -> ends.get(ofLetters(partition)).offset());
    }

    private static TopicPartition ofLetters(int partition) {
        return new TopicPartition(Topics.DOMAIN_EVENTS_DEAD_LETTER, partition);
    }

    private static Map<Integer, Long> partitions(Function<Integer, Long> of) {
        return IntStream.range(0, Topics.PARTITIONS).boxed().collect(Collectors.toMap(Function.identity(), of));
    }

    private static long sum(Map<Integer, Long> numbers) {
        return numbers.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String header(ConsumerRecord<String, byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return new String(header.value(), UTF_8);
    }
}
