package net.openmeet.matrix.observability;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.epoch.Cause;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.execution.Observer;
import net.openmeet.matrix.execution.Rebuild;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.WaitReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what one task does. Told on its stream thread. */
final class TaskMeters implements Observer.OfTask {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMeters.class);

    private final String task;
    private final Meters all;
    private final Map<String, Meters.Agenda> agendas;
    private final EpochGauges epochs;
    private final RebuildMeters rebuilds;

    TaskMeters(
            String task, Meters all, Map<String, Meters.Agenda> agendas, EpochGauges epochs, RebuildMeters rebuilds) {
        this.task = task;
        this.all = all;
        this.agendas = agendas;
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
    public void agenda(int ready, int inFlight, Map<WaitReason, Integer> waiting, Optional<Instant> oldestOurs) {
        agendas.put(
                task,
                new Meters.Agenda(
                        ready,
                        inFlight,
                        new EnumMap<>(waiting.isEmpty() ? new EnumMap<>(WaitReason.class) : waiting),
                        oldestOurs));
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
        agendas.remove(task);
        epochs.closed(task);
    }
}
