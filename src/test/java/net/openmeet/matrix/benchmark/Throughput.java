package net.openmeet.matrix.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How many calls a second, and what each costs: one contender after the other on the same ground. All records lie ready when the
 * clock starts; it stops when the homeserver has got the last call.
 */
final class Throughput {
    static final int IN_FLIGHT = 256;
    static final int LATENCY_MILLIS = 10;
    /** Afterwards: the last answers are learned, told and committed. */
    private static final Duration AFTERGLOW = Duration.ofMillis(1500);

    private static final int WARM_UPS = 3;
    private static final Duration IDLE = Duration.ofSeconds(4);

    private final Ground ground;
    private final Child homeserver;
    private final World world;
    private final Report report;

    /** One measured round. CPU in microseconds for each call: the contender's, the homeserver's and the broker's. */
    private record Round(double rate, double cpu, double homeserver, double broker) {}

    Throughput(Ground ground, Child homeserver, World world, Report report) {
        this.ground = ground;
        this.homeserver = homeserver;
        this.world = world;
        this.report = report;
        report.title("Throughput");
        report.head(
                "who",
                "calls/s",
                "CPU a call",
                "of the homeserver",
                "of the broker",
                "calls a round",
                "calls/s of each round");
    }

    /** Measures one contender, once it is warm: in its first minute the compiler takes as much CPU as the work does. */
    void measure(String name, Child contender, int rounds, int calls) {
        Wait.pause(AFTERGLOW);
        Cost still = new Cost(contender.handle());
        Wait.pause(IDLE);
        double idle = still.cores();
        List<Round> measured = new ArrayList<>();
        for (int round = -WARM_UPS; round < rounds; round++) {
            Round next = round(contender, calls, idle);
            report.progress(name + (round < 0 ? ", to warm up: " : ": ") + next);
            if (round >= 0) {
                measured.add(next);
            }
        }
        report.row(
                name,
                median(measured, Round::rate),
                median(measured, Round::cpu) + " µs",
                median(measured, Round::homeserver) + " µs",
                median(measured, Round::broker) + " µs",
                calls,
                String.join(
                        ", ",
                        measured.stream()
                                .map(round -> Report.whole(round.rate()))
                                .toList()));
    }

    private Round round(Child contender, int calls, double idle) {
        ground.publishHidden(world.joins(calls));
        homeserver.ask("JOIN 0");
        Cost cost = new Cost(contender.handle());
        Cost others = new Cost(homeserver.handle());
        Cost broker = new Cost(ProcessHandle.current());
        ground.reveal();
        String made = homeserver.ask("JOIN " + calls);
        double seconds = cost.seconds();
        Wait.pause(AFTERGLOW);
        if (!made.equals("{JOIN=" + calls + "}")) {
            report.progress("not only joins: " + made);
        }
        double idled = idle * cost.seconds() * 1e6;
        return new Round(
                calls / seconds, (cost.micros() - idled) / calls, others.micros() / calls, broker.micros() / calls);
    }

    private static String median(List<Round> rounds, ToDoubleFunction<Round> number) {
        return Report.whole(
                Report.median(rounds.stream().map(number::applyAsDouble).toList()));
    }
}
