package net.openmeet.matrix.observability;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.openmeet.matrix.deadletter.LetterReasons;
import net.openmeet.matrix.epoch.Cause;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.execution.Observer;
import net.openmeet.matrix.execution.Rebuild;
import net.openmeet.matrix.execution.RetryReason;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;

/** Counts what one task does. Told on its stream thread. */
final class TaskMeters implements Observer.OfTask {
    private final String task;
    private final OperationMeters operations;
    private final LaneGauges lanes;
    private final AppliedMeters applied;
    private final CanaryMeters canary;
    private final StaleFacts stale;
    private final DeadLetterMeters letters;
    private final TenantMeters tenants;
    private final EpochGauges epochs;
    private final RebuildMeters rebuilds;

    TaskMeters(
            String task,
            OperationMeters operations,
            LaneGauges lanes,
            AppliedMeters applied,
            CanaryMeters canary,
            StaleFacts stale,
            DeadLetterMeters letters,
            TenantMeters tenants,
            EpochGauges epochs,
            RebuildMeters rebuilds) {
        this.task = task;
        this.operations = operations;
        this.lanes = lanes;
        this.applied = applied;
        this.canary = canary;
        this.stale = stale;
        this.letters = letters;
        this.tenants = tenants;
        this.epochs = epochs;
        this.rebuilds = rebuilds;
    }

    @Override
    public void answered(LaneKey lane, Plan.Do sent, Outcome outcome) {
        operations.answered(sent.call(), outcome);
    }

    @Override
    public void retried(LaneKey lane, RetryReason reason) {
        operations.retried(lane.tenant(), reason);
    }

    @Override
    public void refused(LaneKey lane, Refusal refusal) {
        letters.written(LetterReasons.OPERATIONS, refusal.problem().reason());
    }

    @Override
    public void stale(LaneKey lane) {
        stale.count(lane.kind());
    }

    @Override
    public void converged(LaneKey lane, Instant since, Instant now) {
        operations.converged(lane.kind(), Duration.between(since, now));
    }

    @Override
    public void applied(LaneKey lane, String slot, Duration took, boolean outage) {
        if (lane.kind() == Kind.CANARY) {
            canary.heard(took);
        } else {
            applied.applied(slot, took, outage);
        }
    }

    @Override
    public void agenda(int unconverged, List<Observer.Waits> waiting) {
        lanes.told(task, unconverged, waiting);
    }

    @Override
    public void leftOut() {
        operations.leftOut();
    }

    @Override
    public void epoch(String tenant, int epoch) {
        epochs.show(task, tenant, epoch);
    }

    @Override
    public void raised(String tenant, Cause cause) {
        tenants.raised(tenant, cause);
    }

    @Override
    public void rebuilds(List<Rebuild> underWay) {
        rebuilds.told(task, underWay);
    }

    @Override
    public void closed() {
        rebuilds.closed(task);
        lanes.closed(task);
        epochs.closed(task);
    }
}
