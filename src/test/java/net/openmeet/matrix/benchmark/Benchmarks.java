package net.openmeet.matrix.benchmark;

import java.time.Duration;
import java.util.List;
import net.openmeet.matrix.simulator.MatrixSimulator;

/**
 * {@code mvn -Pbench}: measures all of it and prints tables. Some of it with {@code -Dbench.parts=throughput,latency,startup};
 * {@code backfill} and {@code bigstate} are parts that have to be asked for. {@code -Dbench.seed}, {@code -Dbench.calls} and {@code -Dbench.rounds} change the
 * rest, {@code -Dbench.copies} how big a state is, and {@code -Dbench.memberships} how many are backfilled.
 */
public final class Benchmarks {
    private static final long SEED = Long.getLong("bench.seed", 20261122);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int CALLS = Integer.getInteger("bench.calls", 20_000);
    private static final int ROOMS = Integer.getInteger("bench.rooms", 2_000);
    private static final int PEOPLE = Integer.getInteger("bench.people", 500);
    private static final int TOWN_ROOMS = Integer.getInteger("bench.town", 2_000);
    private static final int TOWN_MEMBERS = 10;
    /** 100,000 rooms with 1,000,000 memberships. */
    private static final int COPIES = Integer.getInteger("bench.copies", 50);

    private static final int MEMBERSHIPS = Integer.getInteger("bench.memberships", 1_000_000);

    private static final String IN_FLIGHT = Integer.toString(Throughput.IN_FLIGHT);

    private final Report report = new Report(System.out);

    private Benchmarks() {}

    public static void main(String[] args) {
        List<String> parts = List.of(
                System.getProperty("bench.parts", "throughput,latency,startup").split(","));
        Benchmarks benchmarks = new Benchmarks();
        Machine.describe(benchmarks.report, SEED);
        try {
            if (parts.contains("throughput")) {
                benchmarks.throughput();
            }
            if (parts.contains("latency")) {
                benchmarks.latency();
            }
            if (parts.contains("startup")) {
                new StartUp(benchmarks.report, ROUNDS).measure();
            }
            if (parts.contains("backfill")) {
                benchmarks.backfill();
            }
            if (parts.contains("bigstate")) {
                benchmarks.bigState();
            }
        } finally {
            // What was measured before something failed is worth having.
            benchmarks.report.print();
        }
    }

    private void throughput() {
        World world = new World(SEED, ROOMS, PEOPLE);
        try (Ground ground = new Ground();
                Child homeserver = Child.start(HomeserverProcess.class, Integer.toString(Throughput.LATENCY_MILLIS))) {
            String url = homeserver.ask("url");
            Throughput throughput = new Throughput(ground, homeserver, world, report);
            Report folding = new Report(System.out);
            try (Child service = Child.start(ServiceProcess.class, ground.bootstrapServers(), url, IN_FLIGHT)) {
                ground.publish(world.setUp());
                homeserver.ask("JOIN " + PEOPLE);
                Wait.until("all is read", Duration.ofMillis(200), () -> ground.behind(ServiceProcess.APPLICATION) == 0);
                Wait.pause(Duration.ofSeconds(2));
                Wait.until(
                        "nothing is left to do",
                        Duration.ofMillis(200),
                        () -> service.ask("unconverged").equals("0"));
                throughput.measure("openmeet-matrix, durable", service, ROUNDS, CALLS);
                FoldRate.measure(ground, service, world, folding, ROUNDS, CALLS);
            }
            try (Child peer = Child.start(ParallelConsumerProcess.class, ground.bootstrapServers(), url, IN_FLIGHT)) {
                throughput.measure("Parallel Consumer, key order", peer, ROUNDS, CALLS);
            }
            try (Child peer = Child.start(BlockingProcess.class, ground.bootstrapServers(), url, "8")) {
                throughput.measure("8 stream threads, blocking", peer, 1, CALLS / 5);
            }
            report.add(folding);
        }
    }

    private void bigState() {
        try (BigState state = new BigState(report, new BigTown(TOWN_ROOMS, TOWN_MEMBERS), COPIES)) {
            state.measure();
        }
    }

    private void latency() {
        alone("8", (ground, simulator, service) -> new Latency(ground, simulator, service, report, SEED).measure());
    }

    private void backfill() {
        alone(
                "64",
                (ground, simulator, service) ->
                        new Backfill(ground, simulator, service, report, MEMBERSHIPS).measure());
    }

    /** What is measured with one instance, whose homeserver is in this JVM. */
    private interface Measurement {
        void of(Ground ground, MatrixSimulator simulator, Child service);
    }

    private static void alone(String inFlight, Measurement measurement) {
        try (Ground ground = new Ground();
                MatrixSimulator simulator = MatrixSimulator.start()) {
            simulator.delayEach(endpoint -> Duration.ofMillis(Throughput.LATENCY_MILLIS));
            try (Child service = Child.start(
                    ServiceProcess.class,
                    ground.bootstrapServers(),
                    simulator.baseUrl().toString(),
                    inFlight)) {
                measurement.of(ground, simulator, service);
            }
        }
    }
}
