package net.openmeet.matrix.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.openmeet.matrix.fixture.FolderTree;
import net.openmeet.matrix.simulator.Endpoint;
import net.openmeet.matrix.simulator.MatrixSimulator;

/** From starting the process, {@code java -jar}, until a room that was announced before is made. */
final class StartUp {
    private static final Path JAR = Path.of("target", "openmeet-matrix.jar");
    private static final Duration GLANCE = Duration.ofMillis(2);

    private final Report report;
    private final int runs;

    StartUp(Report report, int runs) {
        this.report = report;
        this.runs = runs;
    }

    void measure() {
        List<Double> fresh = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            once(fresh, again);
            report.progress("start-up: " + Report.whole(fresh.getLast()) + " ms, again " + Report.whole(again.getLast())
                    + " ms");
        }
        report.title("Start-up");
        report.head("process launch to createRoom", "median", "runs");
        report.row("empty state, no internal topics yet", Report.whole(Report.median(fresh)) + " ms", runs);
        report.row("intact state", Report.whole(Report.median(again)) + " ms", runs);
    }

    private void once(List<Double> fresh, List<Double> again) {
        Path state = newFolder();
        World world = new World(0, 2, 1);
        try (Ground ground = new Ground();
                MatrixSimulator simulator = MatrixSimulator.start()) {
            simulator.delayEach(endpoint -> Duration.ofMillis(Throughput.LATENCY_MILLIS));
            ground.publish(world.setUp().subList(0, 1));
            fresh.add(start(ground, simulator, state, 1));
            ground.publish(world.setUp().subList(1, 2));
            again.add(start(ground, simulator, state, 2));
        } finally {
            FolderTree.delete(state);
        }
    }

    private static double start(Ground ground, MatrixSimulator simulator, Path state, int rooms) {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString(), "run");
        command.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", ground.bootstrapServers(),
                        "OPENMEET_TENANT_ID", World.TENANT,
                        "OPENMEET_STATE_DIR", state.toString(),
                        "MATRIX_HOME_SERVER", simulator.baseUrl().toString(),
                        "MATRIX_SERVER_NAME", simulator.serverName(),
                        "MATRIX_APPSERVICE_ID", World.BOT.localpart(),
                        "MATRIX_APPSERVICE_TOKEN", simulator.asToken(),
                        "HTTP_PORT", "0"));
        try {
            long from = System.nanoTime();
            Process process = command.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Wait.until("the room is made", GLANCE, () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the service ended with " + process.exitValue());
                }
                return simulator.calls().count(Endpoint.CREATE_ROOM) >= rooms;
            });
            double millis = (System.nanoTime() - from) / 1e6;
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return millis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("openmeet-matrix-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
