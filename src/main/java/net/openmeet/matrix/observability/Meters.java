package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.Supplier;
import net.openmeet.matrix.execution.Observer;
import net.openmeet.matrix.execution.Tenant;
import net.openmeet.matrix.homeserver.CallListener;
import net.openmeet.matrix.topology.IntakeObserver;
import net.openmeet.matrix.topology.StoreMemory;
import org.apache.kafka.streams.KafkaStreams;

/**
 * All that the service counts of what it does, described in {@code docs/metrics.md}. What stands in a label is always of a set that is known
 * at the start: the number of series doesn't grow with rooms, people or what homeservers answer. Safe for use by several threads.
 */
public final class Meters implements Observer {
    static final String PREFIX = "openmeet.matrix.";

    private final MeterRegistry registry;
    private final DeadLetterMeters letters;
    private final StaleFacts stale;
    private final IntakeMeters intake;
    private final OperationMeters operations;
    private final LaneGauges lanes;
    private final AppliedMeters applied;
    private final CanaryMeters canary;
    private final CallMeters calls;
    private final GateGauges gates;
    private final TenantMeters tenants;
    private final EpochGauges epochs;
    private final RebuildMeters rebuilds;
    private final CredentialMeters credentials;

    /** @param registry what is counted goes there */
    public Meters(MeterRegistry registry) {
        this.registry = registry;
        this.letters = new DeadLetterMeters(registry);
        this.stale = new StaleFacts(registry);
        this.intake = new IntakeMeters(registry, stale, letters);
        this.operations = new OperationMeters(registry);
        this.lanes = new LaneGauges(registry, InstantSource.system());
        this.applied = new AppliedMeters(registry);
        this.canary = new CanaryMeters(registry, InstantSource.system());
        this.calls = new CallMeters(registry);
        this.gates = new GateGauges(registry);
        this.tenants = new TenantMeters(registry);
        this.epochs = new EpochGauges(registry, PREFIX + "homeserver.epoch");
        this.rebuilds = new RebuildMeters(registry);
        BuildInfo.read().register(registry);
        this.credentials = new CredentialMeters(registry, InstantSource.system());
    }

    /** Shows what concerns a tenant, and the homeserver it is on. */
    public void watch(Tenant tenant) {
        operations.watch(tenant.id());
        calls.watch(tenant.id());
        gates.watch(tenant.gate());
        tenants.watch(tenant);
        rebuilds.watch(tenant.id());
        credentials.watch(tenant.id());
    }

    /** Shows what the stores hold in memory. */
    public void watch(StoreMemory stores) {
        StoreGauges.register(stores, registry);
    }

    /** Shows in which state Kafka Streams is. */
    public void watch(Supplier<KafkaStreams.State> streams) {
        StreamsGauges.register(streams, registry);
    }

    /** Counts what intake makes of domain events. */
    public IntakeObserver intake() {
        return intake;
    }

    /** Counts requests to homeservers. */
    public CallListener calls() {
        return calls;
    }

    LaneGauges lanes() {
        return lanes;
    }

    CanaryMeters canary() {
        return canary;
    }

    @Override
    public OfTask forTask(String task) {
        return new TaskMeters(task, operations, lanes, applied, canary, stale, letters, tenants, epochs, rebuilds);
    }

    @Override
    public OfRepairs forRepairs(String task) {
        return credentials.of(task);
    }
}
