package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import net.openmeet.matrix.json.Json;

/**
 * Brings every lane that is behind to be visited, idle ones too: after a wipe, a restore, a resync, another policy or another format.
 * Few at a time and behind live work, from a stored cursor, so that it goes on after a restart where it was. Also reads every lane
 * about once a day. What a lane forgets is {@link Renewal}'s to say. Owned by the stream thread.
 */
final class Sweep {
    /** Between looks at whether something changed for a tenant. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SweepParts parts;
    private final Keyspace store;
    private final Bases bases;
    private final Function<String, Optional<Tenant>> tenants;
    private final Map<String, TenantSweep> sweeps = new TreeMap<>();
    private Instant lookAt = Instant.EPOCH;

    Sweep(SweepParts parts, Keyspace store, Bases bases, Function<String, Optional<Tenant>> tenants) {
        this.parts = parts;
        this.store = store;
        this.bases = bases;
        this.tenants = tenants;
    }

    /** One small step for each tenant: at most some milliseconds. */
    void step(Instant now) {
        if (!now.isBefore(lookAt)) {
            lookAt = now.plus(LOOK);
            look(now);
        }
        sweeps.forEach((id, sweep) -> tenants.apply(id).ifPresent(tenant -> sweep.step(tenant, now)));
    }

    /** How far the rebuilds are. */
    List<Rebuild> rebuilds(Instant now) {
        List<Rebuild> all = new ArrayList<>();
        sweeps.forEach((id, sweep) -> sweep.rebuild(now).ifPresent(all::add));
        return all;
    }

    private void look(Instant now) {
        for (String id : parts.table().tenants()) {
            tenants.apply(id)
                    .ifPresent(
                            tenant -> sweeps.computeIfAbsent(id, this::load).look(bases.now(id, tenant.policy()), now));
        }
    }

    private TenantSweep load(String id) {
        SweepState state =
                store.get(id).map(json -> Json.read(json, SweepState.class)).orElseGet(SweepState::unknown);
        return new TenantSweep(id, state, parts, next -> store.put(id, Json.write(next)));
    }
}
