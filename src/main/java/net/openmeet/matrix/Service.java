package net.openmeet.matrix;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import net.openmeet.matrix.api.LaneApi;
import net.openmeet.matrix.api.Routes;
import net.openmeet.matrix.api.StreamsPlaces;
import net.openmeet.matrix.cli.Starter;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.OtherTenants;
import net.openmeet.matrix.execution.Duty;
import net.openmeet.matrix.execution.Rehearsals;
import net.openmeet.matrix.log.Unspoken;
import net.openmeet.matrix.observability.Canary;
import net.openmeet.matrix.observability.Endpoint;
import net.openmeet.matrix.observability.Health;
import net.openmeet.matrix.observability.KafkaMeters;
import net.openmeet.matrix.observability.LetterWatch;
import net.openmeet.matrix.observability.Meters;
import net.openmeet.matrix.observability.MetricsPage;
import net.openmeet.matrix.observability.ProcessMeters;
import net.openmeet.matrix.observability.RestoreProgress;
import net.openmeet.matrix.topology.AdminTaskInput;
import net.openmeet.matrix.topology.ClusterState;
import net.openmeet.matrix.topology.Ownership;
import net.openmeet.matrix.topology.QueueWatch;
import net.openmeet.matrix.topology.RocksMemory;
import net.openmeet.matrix.topology.ServiceTopology;
import net.openmeet.matrix.topology.SessionTerms;
import net.openmeet.matrix.topology.StoreMemory;
import net.openmeet.matrix.topology.StreamClients;
import net.openmeet.matrix.topology.StreamsSettings;
import net.openmeet.matrix.topology.TenantStandings;
import net.openmeet.matrix.topology.UnreadableRecords;
import net.openmeet.matrix.trace.Tracing;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: the pipeline, its calls to homeservers, and the port for those who watch. */
public final class Service implements Starter.Running {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    /** Shared by all RocksDB stores of the process. */
    private static final long ROCKS_BYTES = 128L << 20;
    /** Longer than a commit and shorter than the 30 s that orchestrators give. */
    private static final Duration CLOSE = Duration.ofSeconds(20);
    /** What calls under way are given before that: a createRoom under load takes seconds, all others less than one. */
    private static final Duration ANSWERS = Duration.ofSeconds(5);
    /** Who has this partition follows the dead letters for all instances. */
    private static final int LETTERS = 0;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Deque<AutoCloseable> parts;
    private final PrometheusMeterRegistry registry;
    private final KafkaStreams streams;
    private final Endpoint endpoint;

    private Service(Config config, OpenTelemetry telemetry, Deque<AutoCloseable> parts) {
        this.parts = parts;
        registry = MetricsPage.create();
        opened(registry::close);
        kept(new ProcessMeters(registry));
        Meters meters = new Meters(registry);
        AdminClient admin = kept(AdminClient.create(config.kafka().admin()));
        Path stateDir = ClusterState.directory(config.stateDir(), admin);
        RocksMemory memory = kept(new RocksMemory(ROCKS_BYTES));
        Tracing tracing = Tracing.of(telemetry);
        Tenants tenants = kept(Tenants.of(config, meters.calls(), tracing));
        tenants.all().forEach(meters::watch);
        StartUpCheck.check(tenants.all(), tenants.ofAccessTokens(config));
        Map<String, Object> settings = StreamsSettings.of(config, stateDir, memory);
        settings.put(UnreadableRecords.OBSERVER, meters.intake());
        Duty duty = new Duty(SessionTerms.of(settings));
        StreamClients clients = new StreamClients();
        ServiceTopology topology = new ServiceTopology(
                tenants,
                tenants::ofPartition,
                config.otherTenants() == OtherTenants.SKIP,
                new AdminTaskInput(admin, clients, config.applicationId()),
                duty,
                tenants.book(),
                meters.intake(),
                meters);
        RestoreProgress restores = new RestoreProgress(registry, InstantSource.system());
        QueueWatch queues = kept(new QueueWatch(admin, config.applicationId()));
        streams =
                streams(topology.pacing(queues.valve()).traced(tracing).build(), settings, clients, config.stateDir());
        meters.watch(new StoreMemory(memory, streams::metrics));
        meters.watch(streams::state);
        kept(new KafkaMeters(streams, admin, registry));
        streams.setGlobalStateRestoreListener(restores);
        streams.setUncaughtExceptionHandler(failure -> {
            LOG.error("The pipeline failed and stops: another instance or a restart takes over", Unspoken.of(failure));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            LOG.info("Kafka Streams is {} (was {})", now, before);
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                stopped.countDown();
            }
        });
        // By itself a member stays in the group until its session ends, and what takes its tasks waits so long: a
        // restart took 30 s.
        opened(() -> streams.close(CloseOptions.timeout(CLOSE).withGroupMembershipOperation(membership(settings))));
        opened(() -> duty.end(ANSWERS));
        Ownership ownership = new Ownership(streams::metadataForLocalThreads, config.applicationId());
        kept(LetterWatch.start(config.kafka(), () -> ownership.has(LETTERS), registry));
        config.canary().ifPresent(canary -> kept(Canary.start(config.kafka(), canary, ownership, meters)));
        LaneApi lanes = kept(new LaneApi(
                config.http(),
                new StreamsPlaces(streams),
                tenants,
                new Rehearsals(duty, new TenantStandings(streams))));
        Health health = new Health(streams::state, restores, tenants.all(), meters);
        endpoint = kept(Endpoint.start(config.http().port(), registry, health, new Routes(lanes)));
    }

    /** Who gives an instance a name in the group wants it to come back under it. */
    private static CloseOptions.GroupMembershipOperation membership(Map<String, Object> settings) {
        return settings.keySet().stream().anyMatch(name -> name.endsWith(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG))
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
    }

    /** Kafka Streams locks its folder: two processes on it would corrupt each other's stores. */
    private static KafkaStreams streams(
            Topology topology, Map<String, Object> settings, StreamClients clients, Path stateDir) {
        StreamsConfig checked = new StreamsConfig(settings);
        try {
            return new KafkaStreams(topology, checked, clients);
        } catch (StreamsException e) {
            String message = String.valueOf(e.getMessage());
            throw message.contains("multiple instances")
                    ? new KafkaException("Another process uses " + stateDir
                            + ": give each instance an OPENMEET_STATE_DIR of its own")
                    : e;
        }
    }

    /**
     * Starts the service; returns before the pipeline runs. Spans go to the SDK that the Java agent or the class path brings, if any.
     *
     * @throws RuntimeException if a part of it can't be started; what was started before is closed then
     */
    public static Service start(Config config) {
        return start(config, GlobalOpenTelemetry.get());
    }

    /**
     * The same, with spans going to {@code telemetry}.
     *
     * @throws RuntimeException likewise
     */
    public static Service start(Config config, OpenTelemetry telemetry) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            Service service = new Service(config, telemetry, parts);
            service.streams.start();
            LOG.info("Metrics and health on port {}", service.endpoint.port());
            return service;
        } catch (RuntimeException e) {
            close(parts);
            throw e;
        }
    }

    /** The port of {@code /metrics} and {@code /health}. */
    public int port() {
        return endpoint.port();
    }

    /** What is counted, for a console in the same process. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Whether the pipeline reads and acts. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Waits until the pipeline has stopped; false if it failed. */
    @Override
    public boolean awaitTermination() throws InterruptedException {
        stopped.await();
        return streams.state() != KafkaStreams.State.ERROR && streams.state() != KafkaStreams.State.PENDING_ERROR;
    }

    /** Stops in the reverse order of the start: metrics are there until the pipeline has stopped. */
    @Override
    public void close() {
        close(parts);
        stopped.countDown();
    }

    private static void close(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("Closing {} failed", part.getClass().getSimpleName(), e);
            }
        }
    }

    private void opened(AutoCloseable part) {
        parts.push(part);
    }

    private <T extends AutoCloseable> T kept(T part) {
        parts.push(part);
        return part;
    }
}
