package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.openmeet.matrix.execution.Rebuild;
import net.openmeet.matrix.execution.RebuildReason;

/**
 * Shows how far rebuilds are, over all tasks of this process: over several instances, remaining lanes add up and the end is the latest
 * one. Told on stream threads, read by whoever scrapes.
 */
final class RebuildMeters {
    private final MeterRegistry registry;
    private final Map<String, List<Rebuild>> byTask = new ConcurrentHashMap<>();

    RebuildMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Those under way in one task. */
    void told(String task, List<Rebuild> underWay) {
        byTask.put(task, List.copyOf(underWay));
    }

    /** The task is closed. */
    void closed(String task) {
        byTask.remove(task);
    }

    /** A tenant's numbers are there from the start, at 0. */
    void watch(String tenant) {
        for (RebuildReason reason : RebuildReason.values()) {
            Gauge.builder(Meters.PREFIX + "rebuild.remaining", this, meters -> meters.remaining(tenant, reason))
                    .tags("tenant", tenant, "reason", reason.word())
                    .description("Rooms and accounts still to be driven again, 0 when there is no rebuild")
                    .register(registry);
        }
        Gauge.builder(Meters.PREFIX + "rebuild.end", this, meters -> meters.end(tenant))
                .tags("tenant", tenant)
                .baseUnit("seconds")
                .description(
                        "When the rebuild is expected to be over, as a Unix time; 0 when there is none, NaN when it can't be told yet")
                .register(registry);
    }

    private double remaining(String tenant, RebuildReason reason) {
        return of(tenant)
                .filter(rebuild -> rebuild.reason() == reason)
                .mapToInt(Rebuild::remaining)
                .sum();
    }

    private double end(String tenant) {
        List<Rebuild> open =
                of(tenant).filter(rebuild -> rebuild.remaining() > 0).toList();
        if (open.isEmpty()) {
            return 0;
        }
        return open.stream()
                .flatMap(rebuild -> rebuild.end().stream())
                .max(Instant::compareTo)
                .map(end -> (double) end.getEpochSecond())
                .orElse(Double.NaN);
    }

    private Stream<Rebuild> of(String tenant) {
        return byTask.values().stream()
                .flatMap(List::stream)
                .filter(rebuild -> rebuild.tenant().equals(tenant));
    }
}
