package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import net.openmeet.matrix.topology.StoreMemory;

/** Shows what the stores hold in memory. */
final class StoreGauges {
    private StoreGauges() {}

    static void register(StoreMemory stores, MeterRegistry registry) {
        gauge("cache", stores, StoreMemory::cache, "In the cache that all stores share", registry);
        gauge("cache.bound", stores, StoreMemory::bound, "What that may hold at the most", registry);
        gauge(
                "memtables",
                stores,
                StoreMemory::memtables,
                "Written and not yet in a file, part of the cache",
                registry);
        gauge("readers", stores, StoreMemory::readers, "For open files, beside the cache", registry);
    }

    private static void gauge(
            String what,
            StoreMemory stores,
            ToDoubleFunction<StoreMemory> bytes,
            String description,
            MeterRegistry registry) {
        Gauge.builder(Meters.PREFIX + "stores." + what, stores, bytes)
                .baseUnit("bytes")
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
