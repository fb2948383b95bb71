package net.openmeet.matrix.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import net.openmeet.matrix.fixture.CallCounter;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.FolderTree;
import net.openmeet.matrix.fixture.MatrixProbe;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.ServiceProcess;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ThrowingRunnable;

/**
 * Instances of the service as processes of their own, with one broker, on a real Synapse. Each calls it through a counter of its own,
 * so that a test knows who called. A session ends after six seconds, so that a failover doesn't take a minute.
 */
final class Fleet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Map<String, String> BROKER =
            Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");

    private static final Map<String, String> QUICK = Map.of(
            "consumer.session.timeout.ms", "6000",
            "consumer.heartbeat.interval.ms", "1000",
            "num.standby.replicas", "0",
            "producer.transaction.timeout.ms", "10000");

    /** So that a lane is looked at for the second time after 6 s rather than after 30. */
    static final String CALLS = "calls: {timeout: 3s, create-room-timeout: 10s}\n";

    private final SynapseServer synapse;
    private final String tenant;
    private final EmbeddedKafka kafka = EmbeddedKafka.start(BROKER);
    private final Path folder;
    private final DomainEvents events;
    private final KafkaProducer<String, String> producer;
    private final List<Instance> instances = new ArrayList<>();

    Fleet(SynapseServer synapse, String tenant) {
        this.synapse = synapse;
        this.tenant = tenant;
        events = new DomainEvents(tenant, Instant::now);
        RunningService.createTopics(kafka);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer());
        try {
            folder = Files.createTempDirectory("openmeet-matrix-fleet-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One place in the fleet: its process may be another after a restart, its folder and counter stay. */
    final class Instance {
        private final String name;
        private final CallCounter calls = CallCounter.inFrontOf(synapse.baseUrl());
        private ServiceProcess process;

        private Instance(String name, Map<String, String> kafkaSettings, String more) {
            this.name = name;
            process = run(kafkaSettings, more);
        }

        private ServiceProcess run(Map<String, String> kafkaSettings, String more) {
            Map<String, String> settings = new TreeMap<>(QUICK);
            settings.put("bootstrap.servers", kafka.bootstrapServers());
            settings.put("client.id", name);
            settings.putAll(kafkaSettings);
            return ServiceProcess.start(folder.resolve(name), settings, tenant(calls) + more);
        }

        ServiceProcess process() {
            return process;
        }

        CallCounter calls() {
            return calls;
        }

        /** Another process in the place of the last one, which is dead. */
        void restart() {
            process = run(Map.of(), CALLS);
        }

        void awaitReady() {
            await(name).atMost(PATIENCE).until(() -> {
                if (!process.isAlive()) {
                    throw new AssertionError(process.log());
                }
                return process.isReady();
            });
        }
    }

    private String tenant(CallCounter calls) {
        String localpart = synapse.botId().substring(1, synapse.botId().indexOf(':'));
        return """
                tenants:
                  - id: %s
                    homeserver: %s
                    server-name: %s
                    appservice: {localpart: %s, token: %s}
                """.formatted(tenant, calls.baseUrl(), synapse.serverName(), localpart, synapse.asToken());
    }

    /** Starts an instance; returns before it is ready. */
    Instance start(String name, Map<String, String> kafkaSettings, String more) {
        Instance instance = new Instance(name, kafkaSettings, more);
        instances.add(instance);
        return instance;
    }

    Instance start(String name) {
        return start(name, Map.of(), CALLS);
    }

    DomainEvents events() {
        return events;
    }

    MatrixProbe probe() {
        return MatrixProbe.of(synapse);
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    String lane(String kind, int id) {
        return tenant + "/" + kind + "/" + id;
    }

    String user(int person) {
        return "@u" + person + "_" + tenant + ":" + synapse.serverName();
    }

    String alias(String slug) {
        return "#event-" + slug + "-" + tenant + ":" + synapse.serverName();
    }

    /** Publishes, and returns when the broker has it. */
    void publish(DomainEvents.Event event) {
        publish(new ProducerRecord<>(Topics.DOMAIN_EVENTS, event.key(), event.json()));
    }

    /** The same, in a partition where only a wrong partitioner would put it. */
    void publish(DomainEvents.Event event, int partition) {
        publish(new ProducerRecord<>(Topics.DOMAIN_EVENTS, partition, event.key(), event.json()));
    }

    private void publish(ProducerRecord<String, String> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    void room(int id, String type, String slug, String name) {
        publish(events.room("event." + type, id, slug, name, "public", "published"));
    }

    void comes(int event, int person) {
        publish(events.attendee("added", event, person, "confirmed", "participant"));
    }

    void goes(int event, int person) {
        publish(events.attendee("removed", event, person, "confirmed", "participant"));
    }

    /** Waits until all of this is so. */
    void eventually(ThrowingRunnable assertions) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(assertions);
    }

    /** The state events of one type and key in a room's timeline, oldest first, by one field of their content. */
    List<String> history(String room, String type, String stateKey, String field) {
        return probe().timeline(room).stream()
                .filter(event -> event.path("type").asText().equals(type))
                .filter(event -> event.path("state_key").asText("-").equals(stateKey))
                .map(event -> event.path("content").path(field).asText())
                .toList();
    }

    /** Rooms that the bot is in and that name this lane, by their marker. */
    List<String> roomsOf(String lane) {
        return probe().joinedRooms().stream()
                .filter(room -> probe().state(room, "m.room.create")
                        .filter(content ->
                                content.path("net.openmeet.lane").asText().equals(tenant + "/" + lane))
                        .isPresent())
                .toList();
    }

    @Override
    public void close() {
        instances.forEach(instance -> instance.process().close());
        producer.close();
        instances.forEach(instance -> instance.calls().close());
        kafka.close();
        FolderTree.delete(folder);
    }
}
