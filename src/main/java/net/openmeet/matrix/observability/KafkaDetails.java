package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.List;
import java.util.Set;

/**
 * Leaves out what Kafka tells of each task, store, partition and broker, but for what somebody looks at: one instance with 24 partitions
 * showed 14,000 series, 2.7 MB a scrape. Most of them are recorded at level DEBUG only, so that they said nothing either.
 */
final class KafkaDetails implements MeterFilter {
    private static final List<String> OF_EACH = List.of(
            // Each task, each of its topics and nodes: DEBUG, or for those who profile a topology.
            "kafka.stream.task.",
            "kafka.stream.topic.",
            "kafka.stream.processor.node.",
            // Each store; its operations are DEBUG, its cache is shared by all and shown once, as the memory of stores.
            "kafka.stream.record.cache.",
            "kafka.stream.state.",
            // Each broker.
            "kafka.admin.client.node.",
            "kafka.consumer.node.",
            "kafka.producer.node.");

    private static final Set<String> KEPT = Set.of(
            // How far behind each input is: added up by topic.
            "kafka.consumer.fetch.manager.records.lag",
            // Records that Kafka Streams itself left out, which nothing else would show.
            "kafka.stream.task.dropped.records.total",
            // RocksDB's own numbers, which it keeps at hand: size, keys, and whether writing is ahead of compaction.
            "kafka.stream.state.background.errors",
            "kafka.stream.state.estimate.num.keys",
            "kafka.stream.state.estimate.pending.compaction.bytes",
            "kafka.stream.state.num.running.compactions",
            "kafka.stream.state.num.running.flushes",
            "kafka.stream.state.total.sst.files.size");

    private static final String OF_UPDATER = "kafka.stream.state.updater.";

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return isDetail(id) && !KEPT.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    private static boolean isDetail(Meter.Id id) {
        String name = id.getName();
        if (!name.startsWith("kafka.") || name.startsWith(OF_UPDATER)) {
            return false;
        }
        return id.getTag("partition") != null || OF_EACH.stream().anyMatch(name::startsWith);
    }
}
