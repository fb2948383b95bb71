package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import net.openmeet.matrix.epoch.Cause;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Notice;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.execution.Observer;
import net.openmeet.matrix.execution.Rebuild;
import net.openmeet.matrix.execution.Tenant;
import net.openmeet.matrix.homeserver.CallListener;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.people.PeopleInput;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.WaitReason;
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
    private final Map<String, Agenda> agendas = new ConcurrentHashMap<>();
    private final EpochGauges epochs;
    private final RebuildMeters rebuilds;
    private final CredentialMeters credentials;

    private record Agenda(int ready, int inFlight, Map<WaitReason, Integer> waiting, Optional<Instant> oldestOurs) {}

    /** @param registry what is counted goes there */
    public Meters(MeterRegistry registry) {
        this.registry = registry;
        this.epochs = new EpochGauges(registry, PREFIX + "homeserver.epoch");
        this.rebuilds = new RebuildMeters(registry);
        this.credentials = new CredentialMeters(registry);
        for (WaitReason reason : WaitReason.values()) {
            Gauge.builder(PREFIX + "lanes.waiting", this, meters -> meters.waiting(reason))
                    .tags("reason", reason.word(), "turn", reason.turn().name().toLowerCase(Locale.ROOT))
                    .description("Rooms and accounts that wait, by what for")
                    .register(registry);
        }
        Gauge.builder(PREFIX + "lanes.unconverged", this, Meters::unconverged)
                .description("Rooms and accounts that aren't yet as OpenMeet says")
                .register(registry);
        Gauge.builder(PREFIX + "calls.in.flight", this, Meters::inFlight)
                .description("Calls to homeservers under way")
                .register(registry);
        Gauge.builder(PREFIX + "oldest.unapplied", this, Meters::oldestSeconds)
                .baseUnit("seconds")
                .description("Age of the oldest change that waits for us")
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
        return new TaskMeters(task);
    }

    @Override
    public OfRepairs forRepairs(String task) {
        return credentials.of(task);
    }

    private double waiting(WaitReason reason) {
        return agendas.values().stream()
                .mapToInt(agenda -> agenda.waiting().getOrDefault(reason, 0))
                .sum();
    }

    private double unconverged() {
        return agendas.values().stream().mapToInt(Agenda::ready).sum();
    }

    private double inFlight() {
        return agendas.values().stream().mapToInt(Agenda::inFlight).sum();
    }

    private double oldestSeconds() {
        return agendas.values().stream()
                .flatMap(agenda -> agenda.oldestOurs().stream())
                .min(Instant::compareTo)
                .map(oldest -> Duration.between(oldest, Instant.now()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    private void count(String name, String... tags) {
        Counter.builder(PREFIX + name).tags(tags).register(registry).increment();
    }

    private final class TaskMeters implements OfTask {
        private final String task;

        TaskMeters(String task) {
            this.task = task;
        }

        @Override
        public void answered(LaneKey lane, Plan.Do sent, Outcome outcome) {
            count(
                    "operations",
                    "kind",
                    sent.call().getClass().getSimpleName(),
                    "outcome",
                    outcome.getClass().getSimpleName());
        }

        @Override
        public void refused(LaneKey lane, Refusal refusal) {
            count(
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
            count("facts.stale", "kind", lane.kind().word());
        }

        @Override
        public void converged(LaneKey lane, Instant since, Instant now) {
            Timer.builder(PREFIX + "convergence")
                    .tag("kind", lane.kind().word())
                    .description("From the first change of a room or account until it was as OpenMeet says")
                    .register(registry)
                    .record(Duration.between(since, now));
        }

        @Override
        public void agenda(int ready, int inFlight, Map<WaitReason, Integer> waiting, Optional<Instant> oldestOurs) {
            agendas.put(
                    task,
                    new Agenda(
                            ready,
                            inFlight,
                            new EnumMap<>(waiting.isEmpty() ? new EnumMap<>(WaitReason.class) : waiting),
                            oldestOurs));
        }

        @Override
        public void leftOut() {
            count("commands.left.out");
        }

        @Override
        public void epoch(String tenant, int epoch) {
            epochs.show(task, tenant, epoch);
        }

        @Override
        public void raised(String tenant, Cause cause) {
            count("homeserver.raises", "tenant", tenant, "reason", cause.word());
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
}
