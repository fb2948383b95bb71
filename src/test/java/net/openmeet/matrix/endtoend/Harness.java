package net.openmeet.matrix.endtoend;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.openmeet.matrix.Service;
import net.openmeet.matrix.config.Calls;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.Tenant;
import net.openmeet.matrix.fixture.CallCounter;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.FolderTree;
import net.openmeet.matrix.fixture.MatrixProbe;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.topology.JsonSerde;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/**
 * The whole service with a broker of its own, on a real Synapse behind a counter of calls. Publishes as OpenMeet does and waits
 * until nothing is left to do.
 */
final class Harness implements AutoCloseable {
    private static final String APPLICATION = "openmeet-matrix";
    private static final Duration QUIET = Duration.ofMillis(1500);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final SynapseServer synapse;
    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private final CallCounter counter;
    private final Path state;
    private final Config config;
    private Service service;
    private final Backlog backlog = new Backlog(kafka, APPLICATION);
    private final TopicReader topics = new TopicReader(kafka);
    private final MatrixProbe probe;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicInteger ids = new AtomicInteger(100);
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    Harness(SynapseServer synapse, List<String> tenants, UnaryOperator<Policy> policy) {
        this(synapse, tenants, policy, tenant -> Calls.defaults());
    }

    Harness(SynapseServer synapse, List<String> tenants, UnaryOperator<Policy> policy, Function<String, Calls> calls) {
        this(
                synapse,
                homeserver -> tenants.stream()
                        .map(id -> RunningService.tenant(
                                id,
                                homeserver,
                                UserId.parse(synapse.botId()),
                                synapse.asToken(),
                                policy,
                                calls.apply(id)))
                        .toList());
    }

    /** @param tenants given the homeserver's base URL */
    Harness(SynapseServer synapse, Function<URI, List<Tenant>> tenants) {
        this.synapse = synapse;
        probe = MatrixProbe.of(synapse);
        RunningService.createTopics(kafka);
        counter = CallCounter.inFrontOf(synapse.baseUrl());
        try {
            state = Files.createTempDirectory("openmeet-matrix-it-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config = RunningService.config(kafka, APPLICATION, state, tenants.apply(counter.baseUrl()));
        service = RunningService.start(config);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        await("the service runs").atMost(PATIENCE).until(service::isRunning);
    }

    /** Stops the service, does something, and starts it again with the state it had. */
    void whileDown(Runnable happens) {
        service.close();
        happens.run();
        service = RunningService.start(config);
        await("the service runs again").atMost(PATIENCE).until(service::isRunning);
    }

    /**
     * Stops the service and starts one that knows nothing, as an operator does: without its internal topics, its group, and its folder.
     * Calls are counted anew.
     */
    void startOver() {
        whileDown(() -> {
            deleteInternalTopics();
            loseFolder();
            counter.reset();
        });
    }

    private void deleteInternalTopics() {
        try (Admin admin = kafka.admin()) {
            List<String> internal = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(APPLICATION + "-"))
                    .toList();
            admin.deleteTopics(internal).all().get();
            admin.deleteConsumerGroups(List.of(APPLICATION)).all().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Loses the folder with the stores, as with its disk; for a service that is down. */
    void loseFolder() {
        FolderTree.delete(state);
        try {
            Files.createDirectory(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks something of a room, a person or a tenant, as an operator does. */
    void command(String key, String json) {
        ask(Topics.COMMANDS, key, json);
    }

    /** Publishes something on another topic than that of domain events. */
    void ask(String topic, String key, String json) {
        sent.add(producer.send(new ProducerRecord<>(
                topic, key.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8))));
    }

    /** The sum of a metric of the service over all its labels. */
    double metric(String name) {
        return sum(service.registry().find(name).gauges());
    }

    MatrixProbe probe() {
        return probe;
    }

    CallCounter calls() {
        return counter;
    }

    SynapseServer synapse() {
        return synapse;
    }

    /** The full alias of a localpart on this homeserver. */
    String alias(String localpart) {
        return "#" + localpart + ":" + synapse.serverName();
    }

    String user(String localpart) {
        return "@" + localpart + ":" + synapse.serverName();
    }

    /** The room an alias points to, which must be there. */
    String room(String aliasLocalpart) {
        return probe().roomByAlias(alias(aliasLocalpart))
                .orElseThrow(() -> new AssertionError("no room " + aliasLocalpart));
    }

    void publish(Event... events) {
        for (Event event : events) {
            publish(event.key(), event.json());
        }
    }

    void publish(String key, String json) {
        publish(key.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8));
    }

    /** Asks for a lane to be read and repaired. */
    void resync(String lane) {
        byte[] poke = JsonSerde.of(Operation.class)
                .serializer()
                .serialize(Topics.COMMANDS, new Operation.Poke(Optional.empty(), "resync"));
        done(producer.send(new ProducerRecord<>(Topics.COMMANDS, lane.getBytes(StandardCharsets.UTF_8), poke)));
    }

    /** Publishes any bytes, or none at all as a tombstone. */
    void publish(byte[] key, byte @Nullable [] value) {
        sent.add(producer.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, key, value)));
    }

    /** An id that nobody has yet, for a group, event or person. */
    int newId() {
        return ids.incrementAndGet();
    }

    /** Waits until all of this is so. What must not happen is asserted after {@link #settle}. */
    void eventually(ThrowingRunnable assertions) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(assertions);
    }

    /** The reasons for which operations of a room or person were dead-lettered, as {@code slot reason}. */
    List<String> problems(String lane) {
        return topics.values(Topics.OPERATIONS_DEAD_LETTER)
                .filter(letter -> letter.path("lane").asText().equals(lane))
                .map(letter -> letter.path("slot").asText() + " "
                        + letter.path("problem").path("reason").asText())
                .toList();
    }

    /** Every record of the contract's examples, as they stand. */
    static List<Event> examples() {
        try (InputStream file =
                Objects.requireNonNull(Harness.class.getResourceAsStream("/contract/examples.jsonl"), "examples")) {
            List<Event> events = new ArrayList<>();
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.isBlank()) {
                    events.add(new Event(
                            Json.mapper().readTree(line).path("subject").asText(), line));
                }
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until all that was published is read and nothing is left that the service could do. */
    void settle() {
        sent.forEach(Harness::done);
        sent.clear();
        await("all domain events are read").atMost(PATIENCE).until(() -> backlog.records() == 0);
        long[] since = {System.nanoTime()};
        int[] calls = {-1};
        await("nothing is left to do")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    int total = counter.calls().total();
                    if (total != calls[0] || backlog.records() > 0 || !isQuiet()) {
                        calls[0] = total;
                        since[0] = System.nanoTime();
                    }
                    return System.nanoTime() - since[0] > QUIET.toNanos();
                });
    }

    /** The newest value of each key of a compacted topic, tombstones left out. */
    Map<String, String> readBack(String topic) {
        return topics.newest(topic);
    }

    /** All committed records of a topic. */
    List<ConsumerRecord<String, byte[]>> read(String topic) {
        return topics.read(topic);
    }

    /** What a counter came to, summed over those with this tag. */
    double count(String name, String tag, String value) {
        return service.registry().find(name).tag(tag, value).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** What a gauge shows, summed over those with these tags: names and values in turn. */
    double gauge(String name, String... tags) {
        return sum(service.registry().find(name).tags(tags).gauges());
    }

    /** Where the service shows something, such as its metrics. */
    URI page(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    @Override
    public void close() {
        producer.close();
        backlog.close();
        service.close();
        counter.close();
        kafka.close();
        FolderTree.delete(state);
    }

    private boolean isQuiet() {
        MeterRegistry registry = service.registry();
        double unconverged =
                sum(registry.find("openmeet.matrix.lanes.unconverged").gauges());
        double openmeets = sum(registry.find("openmeet.matrix.lanes.waiting")
                .tag("turn", "openmeet")
                .gauges());
        return unconverged - openmeets <= 0;
    }

    private static double sum(Iterable<Gauge> gauges) {
        double sum = 0;
        for (Gauge gauge : gauges) {
            sum += gauge.value();
        }
        return sum;
    }

    private static <T> T done(Future<T> future) {
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
