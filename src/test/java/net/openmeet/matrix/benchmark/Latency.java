package net.openmeet.matrix.benchmark;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.simulator.ServedCall;

/** From a record's timestamp to the first call about it, at low load and with the service's own settings. */
final class Latency {
    private static final int SAMPLES = 100;
    private static final int LEAST_MILLIS = 50;
    private static final int MOST_MILLIS = 100;
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Ground ground;
    private final MatrixSimulator simulator;
    private final Child service;
    private final Report report;
    private final Random random;
    private final Stages stages = new Stages();

    /** One fact, and what the path or sender of a call about it contains. */
    record Probe(Fact fact, Event event, String mark) {}

    private record Sent(Probe probe, long at) {}

    Latency(Ground ground, MatrixSimulator simulator, Child service, Report report, long seed) {
        this.ground = ground;
        this.simulator = simulator;
        this.service = service;
        this.report = report;
        this.random = new Random(seed);
    }

    void measure() {
        settle(stages.setUp(SAMPLES));
        measureIdle();
        simulator.calls().clear();
        List<Sent> sent = new ArrayList<>();
        Map<String, String> rooms = ground.roomIds();
        for (int sample = 0; sample < SAMPLES; sample++) {
            for (Fact fact : Fact.values()) {
                Probe probe = stages.probe(fact, sample, rooms);
                long now = System.currentTimeMillis();
                ground.publishNow(probe.event(), now);
                sent.add(new Sent(probe, now));
                Wait.pause(Duration.ofMillis(random.nextInt(LEAST_MILLIS, MOST_MILLIS + 1)));
            }
        }
        settle(List.of());
        tell(sent);
    }

    private void measureIdle() {
        Wait.pause(Duration.ofSeconds(3));
        Cost idle = new Cost(service.handle());
        Wait.pause(Duration.ofSeconds(20));
        report.title("Idle");
        report.head("instance", "of a core");
        report.row("24 tasks, nothing to do", String.format(Locale.ROOT, "%.1f %%", idle.cores() * 100));
    }

    private void settle(List<Event> story) {
        settle(ground, service, story);
    }

    /** Publishes, and waits until all of it is applied. */
    static void settle(Ground ground, Child service, List<Event> story) {
        ground.publish(story);
        Wait.until("all is read", GLANCE, () -> ground.behind(ServiceProcess.APPLICATION) == 0);
        // Gauges are brought up to date once a second.
        Wait.pause(Duration.ofSeconds(2));
        Wait.until(
                "nothing is left to do",
                GLANCE,
                () -> service.ask("unconverged").equals("0"));
        Wait.pause(Duration.ofSeconds(2));
    }

    private void tell(List<Sent> sent) {
        List<ServedCall> calls = simulator.calls().recent();
        Map<Fact, List<Double>> millis = new EnumMap<>(Fact.class);
        for (Sent one : sent) {
            Instant from = Instant.ofEpochMilli(one.at());
            firstAbout(calls, one.probe(), from)
                    .ifPresentOrElse(
                            call -> millis.computeIfAbsent(one.probe().fact(), fact -> new ArrayList<>())
                                    .add(Duration.between(from, call.arrived()).toNanos() / 1e6),
                            () -> report.progress("no call about " + one.probe().mark()));
        }
        report.title("Latency");
        report.head("fact", "first call about it", "p50", "p99", "held on purpose", "samples");
        millis.forEach((fact, times) -> report.row(
                fact.words(),
                fact.call(),
                Report.whole(Report.quantile(times, 0.5)) + " ms",
                Report.whole(Report.quantile(times, 0.99)) + " ms",
                fact.isHeld() ? "300 ms" : "",
                times.size()));
    }

    /** The first of {@code calls} about it, if there is one among them since {@code from}. */
    static Optional<ServedCall> firstAbout(List<ServedCall> calls, Probe probe, Instant from) {
        return calls.stream()
                .filter(call -> !call.arrived().isBefore(from) && isAbout(call, probe.mark()))
                .min(Comparator.comparing(ServedCall::arrived));
    }

    private static boolean isAbout(ServedCall call, String mark) {
        return URLDecoder.decode(call.path(), StandardCharsets.UTF_8).contains(mark)
                || call.actingAs().filter(user -> user.contains(mark)).isPresent();
    }
}
