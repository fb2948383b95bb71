package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.execution.Observer;

/**
 * Shows how many credentials are in which state, never whose, and how long repairs take. Over several instances the numbers add up. Told on
 * stream threads, read by whoever scrapes.
 */
final class CredentialMeters {
    private final MeterRegistry registry;
    private final Map<String, Map<CredentialKey, CredentialState>> byTask = new ConcurrentHashMap<>();

    CredentialMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A tenant's numbers are there from the start, at 0. */
    void watch(String tenant) {
        for (CredentialKey.Kind kind : CredentialKey.Kind.values()) {
            for (CredentialState state : CredentialState.values()) {
                Gauge.builder(Meters.PREFIX + "credentials", this, its -> its.count(tenant, kind, state))
                        .tags("tenant", tenant, "kind", kind.word(), "state", state.word())
                        .description("Credentials of which anything was heard, by how they are")
                        .register(registry);
            }
            repairs(tenant, kind);
        }
    }

    Observer.OfRepairs of(String task) {
        Map<CredentialKey, CredentialState> states = new ConcurrentHashMap<>();
        byTask.put(task, states);
        return new Observer.OfRepairs() {
            @Override
            public void credential(
                    CredentialKey key, Optional<CredentialState> before, CredentialState after, Duration lasted) {
                states.put(key, after);
                if (after == CredentialState.VALID && before.isPresent()) {
                    repairs(key.tenant(), key.kind()).record(lasted);
                }
            }

            @Override
            public void closed() {
                byTask.remove(task, states);
            }
        };
    }

    private Timer repairs(String tenant, CredentialKey.Kind kind) {
        return Timer.builder(Meters.PREFIX + "credential.repairs")
                .tags("tenant", tenant, "kind", kind.word())
                .description("From the refusal of a credential until it was valid again")
                .register(registry);
    }

    private double count(String tenant, CredentialKey.Kind kind, CredentialState state) {
        return byTask.values().stream()
                .flatMap(states -> states.entrySet().stream())
                .filter(entry -> entry.getKey().tenant().equals(tenant)
                        && entry.getKey().kind() == kind
                        && entry.getValue() == state)
                .count();
    }
}
