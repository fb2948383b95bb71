package net.openmeet.matrix.benchmark;

import java.time.Duration;
import java.util.List;
import net.openmeet.matrix.fixture.DomainEvents.Event;

/** How fast a backfill goes of facts that change nothing: through the whole pipeline, to the commit, without a call. */
final class FoldRate {
    private static final Duration GLANCE = Duration.ofMillis(50);

    private FoldRate() {}

    static void measure(Ground ground, Child service, World world, Report report, int rounds, int facts) {
        report.title("Facts that change nothing");
        report.head("facts", "facts/s", "CPU a fact", "of the broker");
        for (int round = 0; round <= rounds; round++) {
            List<Event> again = world.again(facts);
            ground.publishHidden(again);
            Cost cost = new Cost(service.handle());
            Cost broker = new Cost(ProcessHandle.current());
            ground.reveal();
            Wait.until("all is folded", GLANCE, () -> ground.behind(ServiceProcess.APPLICATION) == 0);
            double seconds = cost.seconds();
            String line = Report.whole(facts / seconds) + " facts/s";
            report.progress(round == 0 ? line + ", to warm up" : line);
            if (round > 0) {
                report.row(
                        facts,
                        Report.whole(facts / seconds),
                        Report.whole(cost.micros() / facts) + " µs",
                        Report.whole(broker.micros() / facts) + " µs");
            }
        }
    }
}
