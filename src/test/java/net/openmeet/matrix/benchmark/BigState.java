package net.openmeet.matrix.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.FolderTree;
import net.openmeet.matrix.fixture.InstanceProcess;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.simulator.Endpoint;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * {@code mvn -Pbench -Dbench=restart}: brings up many rooms through the real service, then stops, kills and restarts it, and prints how
 * long it takes to the first call and what it holds. Broker, homeserver and OpenMeet are this JVM, each instance is one of its own.
 *
 * <p>{@code -Drooms=100000 -Dmembers=10} as they stand are the size, and take a long while: {@code -Drooms=10000} is a tenth.
 */
public final class BigState {
    private static final Duration POLL = Duration.ofMillis(5);

    private final BigTown town;
    private final Path folder;
    private final EmbeddedKafka kafka;
    private final MatrixSimulator homeserver;
    private final KafkaProducer<String, String> producer;
    private final DomainEvents openmeet = BigTown.openmeet();
    private int newcomers;

    private BigState(BigTown town, Path folder, EmbeddedKafka kafka, MatrixSimulator homeserver) {
        this.town = town;
        this.folder = folder;
        this.kafka = kafka;
        this.homeserver = homeserver;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 20),
                new StringSerializer(),
                new StringSerializer());
    }

    public static void main(String[] args) throws Exception {
        BigTown town = new BigTown(Integer.getInteger("rooms", 100_000), Integer.getInteger("members", 10));
        Path folder = Files.createTempDirectory("openmeet-matrix-restart-");
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                MatrixSimulator homeserver = MatrixSimulator.start()) {
            RunningService.createTopics(kafka);
            new BigState(town, folder, kafka, homeserver).measure();
        } finally {
            if (!Boolean.getBoolean("keep")) {
                FolderTree.delete(folder);
            }
        }
    }

    private void measure() throws Exception {
        print("%d rooms, %d memberships, %d people", town.rooms(), town.memberships(), town.people());
        seed();
        print("state folder %d MB", size(folder.resolve("one")) >> 20);
        restarts();
        if (!Boolean.getBoolean("short")) {
            killed();
            withStandby();
        }
        producer.close();
    }

    private void seed() throws Exception {
        long start = System.nanoTime();
        int port = freePort();
        Map<String, String> fast = new HashMap<>(settings("one", 0));
        fast.put("OPENMEET_CALLS_IN_FLIGHT", "64");
        try (InstanceProcess instance = InstanceProcess.start(fast, port, log("seed"))) {
            town.tell(openmeet, this::publish);
            producer.flush();
            print("published after %s", since(start));
            long next = System.nanoTime();
            while (!allIn(instance)) {
                Thread.sleep(500);
                if (System.nanoTime() > next) {
                    next = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                    print(
                            "  after %s: %d of %d joins, %d rooms, %d MB resident",
                            since(start),
                            joins(),
                            town.memberships(),
                            homeserver.calls().count(Endpoint.CREATE_ROOM),
                            instance.residentMegabytes());
                }
            }
            print(
                    "brought up after %s with %d calls",
                    since(start), homeserver.calls().total());
            print("resident %d MB; %s", instance.residentMegabytes(), stores(instance));
            long stopping = System.nanoTime();
            instance.stop();
            print("stopped in %s", since(stopping));
        }
    }

    private boolean allIn(InstanceProcess instance) {
        return joins() >= town.memberships()
                && instance.metric("openmeet_matrix_lanes_unconverged")
                        .filter(left -> left == 0)
                        .isPresent();
    }

    /** Local state is intact, and something was published while nobody ran. */
    private void restarts() throws Exception {
        for (int round = 1; round <= 3; round++) {
            long before = joins();
            joinOne();
            long start = System.nanoTime();
            try (InstanceProcess instance =
                    InstanceProcess.start(settings("one", 0), freePort(), log("restart-" + round))) {
                await(() -> joins() > before);
                print("restart %d with intact state: first call after %s, %s", round, since(start), instance.cpu());
                if (round == 3 && !Boolean.getBoolean("short")) {
                    lightLoad();
                    print(
                            "under light load: resident %d MB, %d open files",
                            instance.residentMegabytes(), instance.openFiles());
                    print("  %s", stores(instance));
                }
                instance.stop();
            }
        }
    }

    /** Killed in the midst of work: what it had open is restored from the changelog. */
    private void killed() throws Exception {
        InstanceProcess first = InstanceProcess.start(settings("one", 0), freePort(), log("killed"));
        lightLoad();
        first.kill();
        long before = joins();
        joinOne();
        long start = System.nanoTime();
        try (InstanceProcess instance = InstanceProcess.start(settings("one", 0), freePort(), log("after-kill"))) {
            await(() -> joins() > before);
            print("restart after SIGKILL, no standby: first call after %s, %s", since(start), instance.cpu());
            instance.stop();
        }
    }

    /** Two instances, one is killed: the other has a standby of what was its. */
    private void withStandby() throws Exception {
        InstanceProcess one = InstanceProcess.start(settings("one", 1), freePort(), log("standby-one"));
        try (InstanceProcess two = InstanceProcess.start(settings("two", 1), freePort(), log("standby-two"))) {
            long start = System.nanoTime();
            await(() ->
                    isRunning(one) && isRunning(two) && size(folder.resolve("two")) > size(folder.resolve("one")) / 3);
            print("standby warm after %s", since(start));
            lightLoad();
            one.kill();
            start = System.nanoTime();
            // One lane in each partition at least: the last of them is answered once all tasks moved.
            long before = joins();
            for (int i = 0; i < 200; i++) {
                joinOne();
            }
            await(() -> joins() >= before + 200);
            print(
                    "one of two killed, with standby: last of 200 rooms served after %s (30 s of it the session timeout)",
                    since(start));
            two.stop();
        }
    }

    private static String stores(InstanceProcess instance) {
        return "RocksDB: cache %.0f of %.0f MB, memtables %.0f MB of it, readers %.1f MB beside it"
                .formatted(
                        megabytes(instance, "cache"),
                        megabytes(instance, "cache_bound"),
                        megabytes(instance, "memtables"),
                        megabytes(instance, "readers"));
    }

    private static double megabytes(InstanceProcess instance, String what) {
        return instance.metric("openmeet_matrix_stores_" + what + "_bytes").orElse(-1.0) / (1 << 20);
    }

    private static boolean isRunning(InstanceProcess instance) {
        return instance.metric("openmeet_matrix_calls_in_flight").isPresent();
    }

    /** Ten changes a second for twenty seconds. */
    private void lightLoad() throws InterruptedException {
        long before = joins();
        for (int i = 0; i < 200; i++) {
            joinOne();
            Thread.sleep(100);
        }
        await(() -> joins() >= before + 200);
    }

    private void joinOne() {
        int newcomer = newcomers++;
        publish(town.newcomer(openmeet, newcomer * 37 % town.rooms(), newcomer / town.rooms()));
        producer.flush();
    }

    private long joins() {
        return homeserver.calls().count(Endpoint.JOIN);
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    // What isn't published is never joined, and is waited for in vain.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void publish(Event event) {
        producer.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, event.key(), event.json()));
    }

    private Map<String, String> settings(String name, int standbys) throws IOException {
        Path config = folder.resolve(name + ".yaml");
        Files.writeString(config, """
                kafka:
                  bootstrap.servers: %s
                  num.standby.replicas: %d
                state-dir: %s
                tenants:
                  - id: %s
                    homeserver: %s
                    server-name: %s
                    appservice: {localpart: openmeet-bot, token: %s}
                """.formatted(
                        kafka.bootstrapServers(),
                        standbys,
                        folder.resolve(name),
                        BigTown.TENANT,
                        homeserver.baseUrl(),
                        homeserver.serverName(),
                        homeserver.asToken()));
        return Map.of("OPENMEET_CONFIG", config.toString());
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // a file that was there a moment ago
        }
    }

    private static String since(long start) {
        return String.format(Locale.ROOT, "%.2f s", (System.nanoTime() - start) / 1e9);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
