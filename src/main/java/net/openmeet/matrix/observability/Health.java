package net.openmeet.matrix.observability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.openmeet.matrix.execution.CallGate;
import net.openmeet.matrix.execution.Tenant;
import org.apache.kafka.streams.KafkaStreams;

/** Tells how this instance is. Safe for use by several threads; asks nobody outside the process. */
public final class Health {
    private final Supplier<KafkaStreams.State> streams;
    private final RestoreProgress restores;
    private final Collection<Tenant> tenants;
    private final LaneGauges lanes;

    /** @param streams the state of the pipeline */
    public Health(
            Supplier<KafkaStreams.State> streams, RestoreProgress restores, Collection<Tenant> tenants, Meters meters) {
        this.streams = streams;
        this.restores = restores;
        this.tenants = tenants;
        this.lanes = meters.lanes();
    }

    /** False only when nothing but a restart helps. */
    boolean isLive() {
        return switch (streams.get()) {
            case CREATED, REBALANCING, RUNNING, PENDING_SHUTDOWN -> true;
            case NOT_RUNNING, PENDING_ERROR, ERROR -> false;
        };
    }

    /** Whether every task of this instance runs: while one is given out or restored, another instance had better not be stopped. */
    boolean isReady() {
        return streams.get() == KafkaStreams.State.RUNNING;
    }

    /** The pipeline's state, as Kafka Streams calls it. */
    String state() {
        return streams.get().name();
    }

    /** All of it. */
    HealthReport report() {
        return new HealthReport(
                says(), isLive(), isReady(), state(), restoring(), homeservers(), lanes.unconverged(), lanes.byTurn());
    }

    /** How far the stores are, while they are restored. */
    Optional<HealthReport.Restoring> restoring() {
        return restores.now().map(its -> new HealthReport.Restoring(its.since(), its.remaining(), its.records()));
    }

    private List<String> says() {
        List<String> says = new ArrayList<>();
        if (!isLive()) {
            says.add("The pipeline is " + streams.get() + ": only a restart helps, and the log says why");
        } else if (!isReady()) {
            says.add("The pipeline is " + streams.get() + ": tasks are given out, restored or handed over");
        }
        restoring()
                .ifPresent(its -> says.add("Stores are restored from their changelogs since " + its.since() + ": "
                        + its.remaining() + " of " + its.records() + " records to go"));
        byGate().forEach((gate, theirs) -> {
            if (gate.isOut()) {
                says.add("Homeserver " + gate.name() + " doesn't answer: calls wait until it does, nothing is lost");
            }
        });
        tenants.stream().sorted(Comparator.comparing(Tenant::id)).forEach(tenant -> {
            if (tenant.suspension().isSuspended()) {
                says.add("Tenant " + tenant.id() + ": the homeserver refuses the application service token");
            }
            if (tenant.misconfiguration().standing() > 0) {
                says.add("Tenant " + tenant.id() + ": everybody is refused the like; the log says what");
            }
        });
        return says;
    }

    private List<HealthReport.OfHomeserver> homeservers() {
        return byGate().entrySet().stream()
                .map(its -> new HealthReport.OfHomeserver(
                        its.getKey().name(),
                        its.getValue().stream().map(Tenant::id).sorted().toList(),
                        !its.getKey().isOut(),
                        its.getKey().inFlight(),
                        its.getKey().cap()))
                .toList();
    }

    /** Tenants on one homeserver share its gate. */
    private Map<CallGate, List<Tenant>> byGate() {
        return tenants.stream()
                .sorted(Comparator.comparing(Tenant::id))
                .collect(Collectors.groupingBy(Tenant::gate, LinkedHashMap::new, Collectors.toList()));
    }
}
