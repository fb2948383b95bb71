package net.openmeet.matrix.dev;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import net.openmeet.matrix.Service;
import net.openmeet.matrix.config.Http;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.FolderTree;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.topology.Topics;

/**
 * {@code mvn -Pdev}: a broker, a homeserver, the service and an OpenMeet that is alive, all in this JVM, and what happens as it
 * happens. Ends with Ctrl-C and leaves nothing behind.
 */
public final class Dev {
    private static final String TENANT = "dev";
    /** Of no worth outside this JVM. */
    private static final String API_TOKEN = "dev";
    /** An event each third of a second: slow enough to read along. */
    private static final Duration PACE = Duration.ofMillis(350);

    private final Screen screen;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private Dev(Screen screen) {
        this.screen = screen;
    }

    /** Runs until the process is told to end. */
    public static void main(String[] args) throws Exception {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        Dev dev = new Dev(new Screen(System.out, terminal));
        Runtime.getRuntime().addShutdownHook(new Thread(dev::stop, "dev-stop"));
        dev.run(Boolean.getBoolean("synapse"), terminal ? Duration.ofMillis(500) : Duration.ofSeconds(5));
    }

    private void run(boolean synapse, Duration report) throws Exception {
        screen.line("openmeet-matrix: starting a Kafka broker, a homeserver and the service (a few seconds)");
        Path state = Files.createTempDirectory("openmeet-matrix-dev-");
        keep(() -> FolderTree.delete(state));
        EmbeddedKafka kafka = keep(EmbeddedKafka.start().closedByOwner());
        RunningService.createTopics(kafka);
        DevHomeserver homeserver = DevHomeserver.start(synapse);
        keep(homeserver.running());
        Service service = keep(RunningService.start(RunningService.config(
                kafka,
                "openmeet-matrix-dev",
                state,
                new Http(0, Optional.of(Secret.of(API_TOKEN))),
                List.of(RunningService.tenant(
                        TENANT,
                        homeserver.baseUrl(),
                        homeserver.bot(),
                        homeserver.asToken(),
                        UnaryOperator.identity())))));
        welcome(kafka, homeserver, service);
        Watcher watcher = keep(new Watcher(kafka.bootstrapServers(), screen));
        keep(new Publisher(kafka.bootstrapServers(), new SampleWorld(TENANT, System.nanoTime(), Instant::now), PACE));
        CountDownLatch never = new CountDownLatch(1);
        while (!never.await(report.toMillis(), TimeUnit.MILLISECONDS)) {
            screen.status(status(watcher.totals(), service.registry()));
        }
    }

    private void welcome(EmbeddedKafka kafka, DevHomeserver homeserver, Service service) {
        screen.line("  Kafka       " + kafka.bootstrapServers() + "   publish CloudEvents to " + Topics.DOMAIN_EVENTS);
        screen.line("  homeserver  " + homeserver.baseUrl() + "   " + homeserver.name());
        screen.line("  metrics     http://127.0.0.1:" + service.port() + "/metrics   health: /health");
        screen.line("  read back   " + Topics.ROOMS + ", " + Topics.PEOPLE);
        screen.line(
                "  commands    export KAFKA_BOOTSTRAP_SERVERS=%s OPENMEET_API_URL=http://127.0.0.1:%d OPENMEET_API_TOKEN=%s"
                        .formatted(kafka.bootstrapServers(), service.port(), API_TOKEN));
        screen.line(
                "              java -jar target/openmeet-matrix.jar dead-letters list   after mvn -DskipTests package");
        screen.line("Sample activity of tenant " + TENANT + " follows; Ctrl-C ends it all.");
    }

    private static String status(Watcher.Totals totals, MeterRegistry registry) {
        double all = sum(registry.find("openmeet.matrix.answers").counters());
        double failed = sum(registry.find("openmeet.matrix.call.errors").counters());
        double waiting = registry.find("openmeet.matrix.lanes.unconverged").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
        return "rooms %d | people in %d of %d | accounts %d | calls %.0f | waiting %.0f | failed calls %.0f | dead letters %d"
                .formatted(
                        totals.rooms(),
                        totals.joined(),
                        totals.desired(),
                        totals.accounts(),
                        all,
                        waiting,
                        failed,
                        totals.deadLetters());
    }

    private static double sum(Collection<Counter> counters) {
        return counters.stream().mapToDouble(Counter::count).sum();
    }

    private <T extends AutoCloseable> T keep(T part) {
        synchronized (running) {
            running.push(part);
        }
        return part;
    }

    private void stop() {
        screen.endStatus();
        screen.line("stopping");
        synchronized (running) {
            while (!running.isEmpty()) {
                try {
                    running.pop().close();
                } catch (Exception e) {
                    screen.line("while stopping: " + e);
                }
            }
        }
        screen.line("stopped; nothing is left behind");
    }
}
