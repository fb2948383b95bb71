package net.openmeet.matrix.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import net.openmeet.matrix.benchmark.Latency.Probe;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.simulator.Endpoint;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.simulator.ServedCall;

/** How long a live change of another room takes while OpenMeet's whole stock of memberships is taken in and applied. */
final class Backfill {
    /** The first id of the rooms and people that are backfilled: above those of {@link Fact}. */
    private static final int FIRST = 100_000;

    private static final int PEOPLE = 500;
    private static final int PART = 100;
    private static final int SAMPLES = 250;
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Ground ground;
    private final MatrixSimulator simulator;
    private final Child service;
    private final Report report;
    private final int memberships;
    private final DomainEvents events = new DomainEvents(World.TENANT, Instant::now);
    private final Stages stages = new Stages();
    private final List<Sent> outstanding = new ArrayList<>();
    private final List<Double> reading = new ArrayList<>();
    private final List<Double> calling = new ArrayList<>();

    /** @param whileReading whether records of the backfill lay before it, in some partition */
    private record Sent(Probe probe, Instant at, boolean whileReading) {}

    Backfill(Ground ground, MatrixSimulator simulator, Child service, Report report, int memberships) {
        this.ground = ground;
        this.simulator = simulator;
        this.service = service;
        this.report = report;
        this.memberships = memberships;
    }

    void measure() {
        int rooms = memberships / PEOPLE;
        Latency.settle(ground, service, stages.setUp(SAMPLES));
        Latency.settle(ground, service, rooms(rooms));
        Map<String, String> ids = ground.roomIds();
        simulator.calls().clear();
        ground.publishHidden(lists(rooms));
        Cost cost = new Cost(service.handle());
        ground.reveal();
        double read = 0;
        for (int turn = 0; simulator.calls().count(Endpoint.JOIN) < memberships || !outstanding.isEmpty(); turn++) {
            boolean behind = read == 0 && ground.behind(ServiceProcess.APPLICATION) > 0;
            if (!behind && read == 0) {
                read = cost.seconds();
                report.progress("all is read after " + Report.whole(read) + " s");
            }
            probe(turn, ids, behind);
            Wait.pause(BETWEEN);
            match(simulator.calls().recent());
            if (turn % 60 == 0) {
                report.progress(simulator.calls().count(Endpoint.JOIN) + " joins");
            }
        }
        double seconds = cost.seconds();
        tell(read, seconds, cost.micros() / memberships);
    }

    private List<Event> rooms(int rooms) {
        return IntStream.range(FIRST, FIRST + rooms)
                .mapToObj(id -> events.room("event.created", id, "e" + id, "Event " + id, "public", "published"))
                .toList();
    }

    private List<Event> lists(int rooms) {
        List<Event> story = new ArrayList<>();
        int parts = PEOPLE / PART;
        for (int room = FIRST; room < FIRST + rooms; room++) {
            for (int part = 0; part < parts; part++) {
                List<Integer> users = IntStream.range(FIRST + part * PART, FIRST + (part + 1) * PART)
                        .boxed()
                        .toList();
                story.add(events.attendees("stock", room, part + 1, parts, users));
            }
        }
        return story;
    }

    private void probe(int turn, Map<String, String> ids, boolean whileReading) {
        Fact[] facts = Fact.values();
        int sample = turn / facts.length;
        if (sample < SAMPLES && simulator.calls().count(Endpoint.JOIN) < memberships) {
            Probe probe = stages.probe(facts[turn % facts.length], sample, ids);
            long now = System.currentTimeMillis();
            ground.publishNow(probe.event(), now);
            outstanding.add(new Sent(probe, Instant.ofEpochMilli(now), whileReading));
        }
    }

    private void match(List<ServedCall> calls) {
        outstanding.removeIf(sent -> {
            var first = Latency.firstAbout(calls, sent.probe(), sent.at());
            first.ifPresent(call -> (sent.whileReading() ? reading : calling)
                    .add(Duration.between(sent.at(), call.arrived()).toNanos() / 1e6));
            return first.isPresent();
        });
    }

    private void tell(double read, double seconds, double cpu) {
        report.title("Backfill");
        report.head("memberships", "all read after", "all joined after", "joins/s", "CPU a join");
        report.row(
                String.format(Locale.ROOT, "%,d", memberships),
                Report.whole(read) + " s",
                Report.whole(seconds) + " s",
                Report.whole(memberships / seconds),
                Report.whole(cpu) + " µs");
        report.title("Live changes meanwhile");
        report.head("while", "p50", "p99", "longest", "samples");
        row("the backfill is read", reading);
        row("its calls are made", calling);
    }

    private void row(String phase, List<Double> times) {
        if (!times.isEmpty()) {
            report.row(
                    phase,
                    Report.whole(Report.quantile(times, 0.5)) + " ms",
                    Report.whole(Report.quantile(times, 0.99)) + " ms",
                    Report.whole(Report.quantile(times, 1)) + " ms",
                    times.size());
        }
    }
}
