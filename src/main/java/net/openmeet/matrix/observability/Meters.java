package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.Notice;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.execution.Observer;
import net.openmeet.matrix.execution.Tenant;
import net.openmeet.matrix.homeserver.CallListener;
import net.openmeet.matrix.people.PeopleInput;
import net.openmeet.matrix.topology.IntakeObserver;
import net.openmeet.matrix.topology.StoreMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the service does. No label ever holds an id: the number of series doesn't grow with rooms or people. Safe for use by
 * several threads.
 */
public final class Meters implements IntakeObserver, Observer, CallListener {
    private static final Logger LOG = LoggerFactory.getLogger(Meters.class);
    static final String PREFIX = "openmeet.matrix.";

    private final MeterRegistry registry;
    private final Map<String, Integer> inFlight = new ConcurrentHashMap<>();
    private final LaneGauges lanes;
    private final AppliedMeters applied;
    private final EpochGauges epochs;
    private final RebuildMeters rebuilds;
    private final CredentialMeters credentials;

    /** @param registry what is counted goes there */
    public Meters(MeterRegistry registry) {
        this.registry = registry;
        this.epochs = new EpochGauges(registry, PREFIX + "homeserver.epoch");
        this.rebuilds = new RebuildMeters(registry);
        this.credentials = new CredentialMeters(registry);
        this.lanes = new LaneGauges(registry, InstantSource.system());
        this.applied = new AppliedMeters(registry);
        Gauge.builder(PREFIX + "calls.in.flight", this, Meters::inFlight)
                .description("Calls to homeservers under way")
                .register(registry);
    }

    /** Shows what holds a whole tenant up. */
    public void watch(Tenant tenant) {
        Gauge.builder(
                        PREFIX + "misconfigured",
                        tenant,
                        its -> its.misconfiguration().standing())
                .tags("tenant", tenant.id())
                .description("Kinds of calls that everybody of the tenant is refused; the log says which")
                .register(registry);
        credentials.watch(tenant.id());
    }

    /** Shows what the stores hold in memory. */
    public void watch(StoreMemory stores) {
        memory("cache", stores, StoreMemory::cache, "In the cache that all stores share");
        memory("cache.bound", stores, StoreMemory::bound, "What that may hold at the most");
        memory("memtables", stores, StoreMemory::memtables, "Written and not yet in a file, part of the cache");
        memory("readers", stores, StoreMemory::readers, "For open files, beside the cache");
    }

    private void memory(String what, StoreMemory stores, ToDoubleFunction<StoreMemory> bytes, String description) {
        Gauge.builder(PREFIX + "stores." + what, stores, bytes)
                .baseUnit("bytes")
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void accepted(Fact fact) {
        count("events", "outcome", "accepted", "fact", fact.getClass().getSimpleName());
    }

    @Override
    public void shelved() {
        count("backfill.facts", "what", "shelved");
    }

    @Override
    public void released() {
        count("backfill.facts", "what", "released");
    }

    @Override
    public void skipped() {
        count("events", "outcome", "skipped", "fact", "none");
    }

    @Override
    public void noticed(Notice notice) {
        count("event.notices", "what", notice.what().word());
    }

    @Override
    public void stale(PeopleInput input) {
        count("facts.stale", "kind", "user");
    }

    @Override
    public void rejected(Coordinates at, Rejection rejection) {
        count(
                "dead.letters",
                "topic",
                "domain-events",
                "reason",
                rejection.reason().word());
        LOG.warn(
                "Dead-lettered domain event {}: {} in {} ({})",
                at,
                rejection.reason().word(),
                rejection.field(),
                rejection.message());
    }

    @Override
    public void ended(Attempt attempt) {
        Timer.builder(PREFIX + "calls")
                .tags(Tags.of(
                        Tag.of("tenant", attempt.tenant()),
                        Tag.of("route", attempt.route()),
                        Tag.of("sender", attempt.sender().name().toLowerCase(Locale.ROOT)),
                        Tag.of(
                                "status",
                                attempt.status().isPresent()
                                        ? Integer.toString(attempt.status().getAsInt())
                                        : "none"),
                        Tag.of("errcode", attempt.errcode().orElse("none"))))
                .description("Requests to homeservers")
                .register(registry)
                .record(attempt.took());
    }

    @Override
    public OfTask forTask(String task) {
        return new TaskMeters(task, this, inFlight, lanes, applied, epochs, rebuilds);
    }

    @Override
    public OfRepairs forRepairs(String task) {
        return credentials.of(task);
    }

    Timer timer(String name, String description, String... tags) {
        return Timer.builder(PREFIX + name).tags(tags).description(description).register(registry);
    }

    private double inFlight() {
        return inFlight.values().stream().mapToInt(Integer::intValue).sum();
    }

    void count(String name, String... tags) {
        Counter.builder(PREFIX + name).tags(tags).register(registry).increment();
    }
}
