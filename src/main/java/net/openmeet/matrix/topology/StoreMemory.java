package net.openmeet.matrix.topology;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What the RocksDB stores of the process hold in memory. Asked on threads of the metrics endpoint: each answer adds up a number of each
 * store, which RocksDB keeps at hand.
 */
public final class StoreMemory {
    private final RocksMemory shared;
    private final Supplier<Map<MetricName, ? extends Metric>> metrics;

    /** @param metrics those of Kafka Streams, which has some of each store */
    public StoreMemory(RocksMemory shared, Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this.shared = shared;
        this.metrics = metrics;
    }

    /** Bytes in the one cache: blocks, indexes and filters, and what memtables reserve. */
    public double cache() {
        return shared.cache().getUsage();
    }

    /** The bound of that. */
    public double bound() {
        return shared.bytes();
    }

    /** Bytes in memtables, which count against the cache. */
    public double memtables() {
        return sum("size-all-mem-tables");
    }

    /** Bytes beside the cache that open files take. */
    public double readers() {
        return sum("estimate-table-readers-mem");
    }

    private double sum(String name) {
        return metrics.get().values().stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .mapToDouble(metric -> metric.metricValue() instanceof Number number ? number.doubleValue() : 0)
                .sum();
    }
}
