package net.openmeet.matrix.observability;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.epoch.Cause;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.execution.Observer;
import net.openmeet.matrix.execution.Rebuild;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what one task does. Told on its stream thread. */
final class TaskMeters implements Observer.OfTask {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMeters.class);

    private final String task;
    private final Meters all;
    private final Map<String, Integer> inFlight;
    private final LaneGauges lanes;
    private final AppliedMeters applied;
    private final EpochGauges epochs;
    private final RebuildMeters rebuilds;

    TaskMeters(
            String task,
            Meters all,
            Map<String, Integer> inFlight,
            LaneGauges lanes,
            AppliedMeters applied,
            EpochGauges epochs,
            RebuildMeters rebuilds) {
        this.task = task;
        this.all = all;
        this.inFlight = inFlight;
        this.lanes = lanes;
        this.applied = applied;
        this.epochs = epochs;
        this.rebuilds = rebuilds;
    }

    @Override
    public void answered(LaneKey lane, Plan.Do sent, Outcome outcome) {
        all.count(
                "operations",
                "kind",
                sent.call().getClass().getSimpleName(),
                "outcome",
                outcome.getClass().getSimpleName());
    }

    @Override
    public void refused(LaneKey lane, Refusal refusal) {
        all.count(
                "dead.letters",
                "topic",
                "operations",
                "reason",
                refusal.problem().reason());
        LOG.warn(
                "Dead-lettered {}#{}{}: {} {} {}",
                lane,
                refusal.target().slot(),
                refusal.target().attribute().map(name -> " (" + name + ")").orElse(""),
                refusal.problem().reason(),
                refusal.problem().errcode().orElse(""),
                refusal.problem().detail());
    }

    @Override
    public void stale(LaneKey lane) {
        all.count("facts.stale", "kind", lane.kind().word());
    }

    @Override
    public void converged(LaneKey lane, Instant since, Instant now) {
        all.timer(
                        "convergence",
                        "From the first change of a room or account until it was as OpenMeet says",
                        "kind",
                        lane.kind().word())
                .record(Duration.between(since, now));
    }

    @Override
    public void applied(String slot, Duration took, boolean outage) {
        applied.applied(slot, took, outage);
    }

    @Override
    public void agenda(int unconverged, int calls, List<Observer.Waits> waiting) {
        inFlight.put(task, calls);
        lanes.told(task, unconverged, waiting);
    }

    @Override
    public void leftOut() {
        all.count("commands.left.out");
    }

    @Override
    public void epoch(String tenant, int epoch) {
        epochs.show(task, tenant, epoch);
    }

    @Override
    public void raised(String tenant, Cause cause) {
        all.count("homeserver.raises", "tenant", tenant, "reason", cause.word());
    }

    @Override
    public void rebuilds(List<Rebuild> underWay) {
        rebuilds.told(task, underWay);
    }

    @Override
    public void closed() {
        rebuilds.told(task, List.of());
        inFlight.remove(task);
        lanes.closed(task);
        epochs.closed(task);
    }
}
