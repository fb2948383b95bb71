package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gauge for each tenant whose homeserver this instance watches: over all instances there is one for each tenant. Safe for use by
 * several threads.
 */
final class EpochGauges {
    private final MeterRegistry registry;
    private final String name;
    private final Map<String, Shown> byTenant = new ConcurrentHashMap<>();

    private record Shown(String task, AtomicInteger epoch, Gauge gauge) {}

    EpochGauges(MeterRegistry registry, String name) {
        this.registry = registry;
        this.name = name;
    }

    void show(String task, String tenant, int epoch) {
        byTenant.compute(tenant, (id, shown) -> {
                    AtomicInteger value = shown == null ? new AtomicInteger() : shown.epoch();
                    Gauge gauge = shown == null ? register(id, value) : shown.gauge();
                    return new Shown(task, value, gauge);
                })
                .epoch()
                .set(epoch);
    }

    /** What this task watched is another instance's now. */
    void closed(String task) {
        byTenant.values().removeIf(shown -> {
            boolean gone = shown.task().equals(task);
            if (gone) {
                registry.remove(shown.gauge());
            }
            return gone;
        });
    }

    private Gauge register(String tenant, AtomicInteger value) {
        return Gauge.builder(name, value, AtomicInteger::get)
                .tag("tenant", tenant)
                .description("How often the tenant's homeserver was found wiped or restored from a backup")
                .register(registry);
    }
}
