package net.openmeet.matrix.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.fixture.FolderTree;
import net.openmeet.matrix.fixture.InstanceProcess;
import net.openmeet.matrix.simulator.Endpoint;
import net.openmeet.matrix.simulator.MatrixSimulator;

/**
 * What a restart costs with very many rooms: a town is brought up through the whole service, what is stored of it is multiplied by {@link
 * StateCopies}, then instances are stopped, killed and started. Each is a process of its own, as operators start it; broker and
 * homeserver are this one.
 */
final class BigState implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofMillis(5);
    private static final int RESTARTS = 3;
    /** One lane in each partition at least: the last of them is served once every task is somewhere. */
    private static final int EVERYWHERE = 200;

    private final Report report;
    private final BigTown town;
    private final int copies;
    private final Path folder;
    private final Ground ground = new Ground();
    private final MatrixSimulator homeserver = MatrixSimulator.start();
    private final DomainEvents openmeet = BigTown.openmeet();
    private int newcomers;

    /** @param copies how many times the town is there in the end */
    BigState(Report report, BigTown town, int copies) {
        this.report = report;
        this.town = town;
        this.copies = copies;
        try {
            folder = Files.createTempDirectory("openmeet-matrix-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void measure() {
        report.title("Big state");
        report.head("%,d rooms, %,d memberships".formatted(copies * town.rooms(), copies * town.memberships()), "");
        seed();
        if (copies > 1) {
            multiply();
        }
        for (int round = 1; round <= RESTARTS; round++) {
            restart(round);
        }
        killed();
        withStandby();
    }

    private void seed() {
        Map<String, String> fast = new HashMap<>(settings("one", 0));
        fast.put("OPENMEET_CALLS_IN_FLIGHT", "64");
        try (InstanceProcess instance = start(fast, "seed")) {
            long start = System.nanoTime();
            town.tell(openmeet, this::publish);
            Wait.until("everybody is in", Duration.ofMillis(500), () -> joins() >= town.memberships());
            Wait.until(
                    "nothing is left to do",
                    Duration.ofMillis(500),
                    () -> instance.metric("openmeet_matrix_lanes_unconverged")
                            .filter(left -> left == 0)
                            .isPresent());
            row(
                    "brought up through the service",
                    "%,d rooms, %,d memberships, %s".formatted(town.rooms(), town.memberships(), since(start)));
            instance.stop();
        }
    }

    /** The local state is of the town alone, and goes: the whole is restored. */
    private void multiply() {
        long start = System.nanoTime();
        long records = new StateCopies(ground.bootstrapServers(), ServiceProcess.APPLICATION).make(copies - 1);
        report.progress("%,d records copied in %s".formatted(records, since(start)));
        FolderTree.delete(folder.resolve("one"));
        try (InstanceProcess instance = firstCall("no local state: restored from the changelogs", "one", "restore")) {
            row("local state", (size(folder.resolve("one")) >> 20) + " MB");
            instance.stop();
        }
    }

    private void restart(int round) {
        try (InstanceProcess instance = firstCall("restart with intact state", "one", "restart-" + round)) {
            if (round == RESTARTS) {
                lightLoad();
                row(
                        "after 200 joins in 20 s",
                        "%d MB resident, %d open files".formatted(instance.residentMegabytes(), instance.openFiles()));
                row("RocksDB then", stores(instance));
            }
            instance.stop();
        }
    }

    private void killed() {
        try (InstanceProcess first = start(settings("one", 0), "killed")) {
            lightLoad();
            first.kill();
        }
        // Its session has to end first, and its state is not trusted.
        try (InstanceProcess instance =
                firstCall("restart after SIGKILL under load, no standby", "one", "after-kill")) {
            instance.stop();
        }
    }

    private void withStandby() {
        InstanceProcess one = start(settings("one", 1), "standby-one");
        try (one;
                InstanceProcess two = start(settings("two", 1), "standby-two")) {
            long start = System.nanoTime();
            Wait.until(
                    "both run and have all of it",
                    Duration.ofMillis(500),
                    () -> one.isReady()
                            && two.isReady()
                            && size(folder.resolve("two")) > size(folder.resolve("one")) * 3 / 4);
            row("a second instance has its standbys", "after " + since(start));
            lightLoad();
            one.kill();
            row("one of two killed: last of " + EVERYWHERE + " rooms served", "after " + everywhere());
            two.stop();
        }
    }

    /** From here until a change in every partition is acted on. */
    private String everywhere() {
        long start = System.nanoTime();
        long before = joins();
        for (int i = 0; i < EVERYWHERE; i++) {
            joinOne();
        }
        Wait.until("they are in", GLANCE, () -> joins() >= before + EVERYWHERE);
        return since(start);
    }

    /** Starts an instance after something was said while nobody ran. */
    private InstanceProcess firstCall(String what, String name, String log) {
        long before = joins();
        joinOne();
        long start = System.nanoTime();
        InstanceProcess instance = start(settings(name, 0), log);
        Wait.until("the first call", GLANCE, () -> joins() > before);
        row(what, "first call after " + since(start) + ", " + instance.cpu());
        row("… and", "a change in every partition served " + everywhere() + " later");
        return instance;
    }

    private InstanceProcess start(Map<String, String> settings, String log) {
        return InstanceProcess.start(settings, folder.resolve(log + ".log"));
    }

    private static String stores(InstanceProcess instance) {
        return String.format(
                Locale.ROOT,
                "cache %.0f of %.0f MB, %.0f MB of it memtables; %.1f MB beside it",
                megabytes(instance, "cache"),
                megabytes(instance, "cache_bound"),
                megabytes(instance, "memtables"),
                megabytes(instance, "readers"));
    }

    private static double megabytes(InstanceProcess instance, String what) {
        return instance.metric("openmeet_matrix_stores_" + what + "_bytes").orElse(-1.0) / (1 << 20);
    }

    /** Ten joins a second for twenty seconds. */
    private void lightLoad() {
        long before = joins();
        for (int i = 0; i < 200; i++) {
            joinOne();
            Wait.pause(Duration.ofMillis(100));
        }
        Wait.until("they are in", GLANCE, () -> joins() >= before + 200);
    }

    private void joinOne() {
        int newcomer = newcomers++;
        publish(town.newcomer(openmeet, newcomer * 37 % town.rooms(), newcomer / town.rooms()));
    }

    private long joins() {
        return homeserver.calls().count(Endpoint.JOIN);
    }

    private void publish(Event event) {
        ground.publishNow(event, System.currentTimeMillis());
    }

    private Map<String, String> settings(String name, int standbys) {
        try {
            Path config = Files.writeString(folder.resolve(name + ".yaml"), """
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
                            ground.bootstrapServers(),
                            standbys,
                            folder.resolve(name),
                            BigTown.TENANT,
                            homeserver.baseUrl(),
                            homeserver.serverName(),
                            homeserver.asToken()));
            return Map.of("OPENMEET_CONFIG", config.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // a file that was there a moment ago
        }
    }

    private static String since(long start) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9);
    }

    private void row(String what, String measured) {
        report.row(what, measured);
        report.progress(what + ": " + measured);
    }

    @Override
    public void close() {
        homeserver.close();
        ground.close();
        FolderTree.delete(folder);
    }
}
