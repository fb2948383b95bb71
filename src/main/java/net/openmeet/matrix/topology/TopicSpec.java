package net.openmeet.matrix.topology;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * One topic as the service needs it.
 *
 * @param partitions fixed for life: a record's key decides its partition, and stored state lies per partition
 * @param replication copies where the cluster has as many brokers
 * @param maxMessageBytes the least that its {@code max.message.bytes} must be
 * @param purpose what it is for, in a sentence
 */
public record TopicSpec(
        String name, int partitions, short replication, Cleanup cleanup, int maxMessageBytes, String purpose) {

    /** How old records go. */
    public sealed interface Cleanup {

        /** By age. */
        record Delete(Duration retention) implements Cleanup {}

        /**
         * All but the newest of a key.
         *
         * @param maxLag after this an overwritten value is gone for certain, which is what deletes personal data
         * @param tombstones how long a reader that was away can still learn of a deletion
         */
        record Compact(Duration maxLag, Duration tombstones) implements Cleanup {}

        /**
         * All but the newest of a key, and that by age.
         *
         * @param maxLag as of {@link Compact}, and how long a tombstone is kept
         */
        record CompactAndDelete(Duration maxLag, Duration retention) implements Cleanup {}
    }

    /** The topic's {@code cleanup.policy}. */
    public String cleanupPolicy() {
        return switch (cleanup) {
            case Cleanup.Delete byAge -> TopicConfig.CLEANUP_POLICY_DELETE;
            case Cleanup.Compact byKey -> TopicConfig.CLEANUP_POLICY_COMPACT;
            case Cleanup.CompactAndDelete both ->
                TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE;
        };
    }

    /** This topic with fewer copies, for a cluster with few brokers. */
    public TopicSpec withReplication(short copies) {
        return new TopicSpec(name, partitions, copies, cleanup, maxMessageBytes, purpose);
    }

    /** The settings a new topic gets where it has {@code copies} replicas. */
    public Map<String, String> settings(short copies) {
        Map<String, String> settings = new TreeMap<>();
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanupPolicy());
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes));
        // With three copies one broker may be away without a written record being at risk.
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, copies >= 3 ? "2" : "1");
        switch (cleanup) {
            case Cleanup.Delete byAge ->
                settings.put(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(byAge.retention().toMillis()));
            case Cleanup.Compact byKey -> compact(settings, byKey.maxLag(), byKey.tombstones());
            case Cleanup.CompactAndDelete both -> {
                compact(settings, both.maxLag(), both.maxLag());
                settings.put(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(both.retention().toMillis()));
            }
        }
        return settings;
    }

    private static void compact(Map<String, String> settings, Duration maxLag, Duration tombstones) {
        settings.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(maxLag.toMillis()));
        settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(tombstones.toMillis()));
    }
}
