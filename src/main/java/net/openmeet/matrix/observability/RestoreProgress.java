package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.openmeet.matrix.topology.Stores;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * Follows how stores are restored from their changelogs before their tasks run. Told by the threads that restore, read by whoever looks at
 * metrics or health.
 */
public final class RestoreProgress implements StateRestoreListener {
    private final InstantSource clock;
    private final Map<Part, Progress> parts = new ConcurrentHashMap<>();

    private record Part(TopicPartition partition, String store) {}

    private record Progress(Instant since, long records, long remaining) {}

    /**
     * What is being restored.
     *
     * @param partitions how many partitions of stores
     * @param remaining records still to be read, control records of transactions among them
     * @param records those there were at the start
     */
    public record Restoring(Instant since, int partitions, long remaining, long records) {}

    /** @param registry where it is shown */
    public RestoreProgress(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        for (String store : List.of(Stores.LANES, Stores.PERSONS, Stores.CREDENTIALS)) {
            Gauge.builder(Meters.PREFIX + "restore.remaining.records", this, its -> its.remaining(store))
                    .tags("store", store)
                    .description("Records of changelogs still to be read before all tasks run")
                    .register(registry);
        }
        Gauge.builder(Meters.PREFIX + "restore", this, RestoreProgress::seconds)
                .baseUnit("seconds")
                .description("Since when stores are being restored, 0 when none is")
                .register(registry);
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
        long records = Math.max(0, to - from);
        parts.put(new Part(partition, store), new Progress(clock.instant(), records, records));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long offset, long count) {
        parts.computeIfPresent(
                new Part(partition, store),
                (part, known) -> new Progress(known.since(), known.records(), Math.max(0, known.remaining() - count)));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        parts.remove(new Part(partition, store));
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long total) {
        parts.remove(new Part(partition, store));
    }

    /** What is being restored now, if anything is. */
    public Optional<Restoring> now() {
        List<Progress> all = List.copyOf(parts.values());
        return all.stream()
                .map(Progress::since)
                .min(Comparator.naturalOrder())
                .map(since -> new Restoring(
                        since,
                        all.size(),
                        all.stream().mapToLong(Progress::remaining).sum(),
                        all.stream().mapToLong(Progress::records).sum()));
    }

    private double remaining(String store) {
        return parts.entrySet().stream()
                .filter(part -> part.getKey().store().equals(store))
                .mapToLong(part -> part.getValue().remaining())
                .sum();
    }

    private double seconds() {
        return now().map(restoring ->
                        Duration.between(restoring.since(), clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }
}
