package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.execution.Observer;

/**
 * Shows how many credentials are in which state and since when, never whose, and how long repairs take. Over several instances the numbers
 * add up, and the oldest is the highest. Told on stream threads, read by whoever scrapes.
 */
final class CredentialMeters {
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final CounterFamily suspensions;
    private final Map<String, Map<CredentialKey, Held>> byTask = new ConcurrentHashMap<>();
    /** Kept in step: with a token for each person, counting them at each scrape would take long. */
    private final Map<Group, AtomicInteger> counts = new ConcurrentHashMap<>();

    private record Group(String tenant, CredentialKey.Kind kind, CredentialState state) {}

    private record Held(CredentialState state, Instant since) {}

    CredentialMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        suspensions = new CounterFamily(
                registry, "credential.suspensions", "How often a credential needed a person's help", "tenant", "kind");
        for (CredentialState state : List.of(CredentialState.REPAIRING, CredentialState.SUSPENDED)) {
            Gauge.builder(Meters.PREFIX + "credential.oldest", this, its -> its.oldest(state))
                    .tag("state", state.word())
                    .baseUnit("seconds")
                    .description("For how long the one that is in this state for longest has been; 0 if none is")
                    .register(registry);
        }
    }

    /** A tenant's numbers are there from the start, at 0. */
    void watch(String tenant) {
        for (CredentialKey.Kind kind : CredentialKey.Kind.values()) {
            for (CredentialState state : CredentialState.values()) {
                Gauge.builder(Meters.PREFIX + "credentials", count(new Group(tenant, kind, state)), AtomicInteger::get)
                        .tags("tenant", tenant, "kind", kind.word(), "state", state.word())
                        .description("Credentials of which anything was heard, by how they are")
                        .register(registry);
            }
            repairs(tenant, kind);
            suspensions.zero(tenant, kind.word());
        }
    }

    Observer.OfRepairs of(String task) {
        Map<CredentialKey, Held> held = new ConcurrentHashMap<>();
        byTask.put(task, held);
        return new Observer.OfRepairs() {
            @Override
            public void credential(
                    CredentialKey key,
                    Optional<CredentialState> before,
                    CredentialState after,
                    Instant since,
                    Duration lasted) {
                count(key, after).incrementAndGet();
                Optional.ofNullable(held.put(key, new Held(after, since)))
                        .ifPresent(old -> count(key, old.state()).decrementAndGet());
                if (after == CredentialState.VALID && before.isPresent()) {
                    repairs(key.tenant(), key.kind()).record(lasted);
                }
                if (after == CredentialState.SUSPENDED && before.isPresent()) {
                    suspensions.count(key.tenant(), key.kind().word());
                }
            }

            @Override
            public void closed() {
                held.forEach((key, its) -> count(key, its.state()).decrementAndGet());
                held.clear();
                byTask.remove(task, held);
            }
        };
    }

    private Timer repairs(String tenant, CredentialKey.Kind kind) {
        return Timer.builder(Meters.PREFIX + "credential.repairs")
                .tags("tenant", tenant, "kind", kind.word())
                .description("From the refusal of a credential until it was valid again")
                .register(registry);
    }

    private AtomicInteger count(CredentialKey key, CredentialState state) {
        return count(new Group(key.tenant(), key.kind(), state));
    }

    private AtomicInteger count(Group group) {
        return counts.computeIfAbsent(group, ignored -> new AtomicInteger());
    }

    private double oldest(CredentialState state) {
        return byTask.values().stream()
                .flatMap(held -> held.values().stream())
                .filter(its -> its.state() == state)
                .map(Held::since)
                .min(Instant::compareTo)
                .map(since ->
                        Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0))
                .orElse(0.0);
    }
}
