package net.openmeet.matrix.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.topology.TopicSpec.Cleanup;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Compares topics with the catalogue. What would lose or reorder records, or stop the stream, refuses; what makes a loss more likely
 * later warns.
 */
final class TopicRules {
    static final String CREATE = "java -jar openmeet-matrix.jar topics create";

    private final String bootstrapServers;
    private final int brokers;

    /** Rules for a cluster; its address is for the commands that mend. */
    TopicRules(String bootstrapServers, int brokers) {
        this.bootstrapServers = bootstrapServers;
        this.brokers = brokers;
    }

    /** What is wrong with one topic, worst first. */
    List<TopicFinding> findings(TopicSpec spec, Optional<FoundTopic> found) {
        if (found.isEmpty()) {
            return List.of(new TopicFinding(true, spec.name(), "is missing", CREATE));
        }
        List<TopicFinding> findings = new ArrayList<>();
        partitions(spec, found.get()).ifPresent(findings::add);
        cleanup(spec, found.get()).ifPresent(findings::add);
        size(spec, found.get()).ifPresent(findings::add);
        findings.addAll(age(spec, found.get()));
        replication(spec, found.get()).ifPresent(findings::add);
        return findings;
    }

    private Optional<TopicFinding> partitions(TopicSpec spec, FoundTopic found) {
        if (found.partitions() == spec.partitions()) {
            return Optional.empty();
        }
        String problem = "has " + found.partitions() + " partitions and needs " + spec.partitions()
                + ", from its first record on: the order of a key and the stored state depend on it";
        String mend = "kafka-topics.sh --bootstrap-server " + bootstrapServers + " --delete --topic " + spec.name()
                + " && " + CREATE + "   # what is in it is lost";
        return Optional.of(new TopicFinding(true, spec.name(), problem, mend));
    }

    private Optional<TopicFinding> cleanup(TopicSpec spec, FoundTopic found) {
        String policy = found.settings().getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "");
        if (words(policy).equals(words(spec.cleanupPolicy()))) {
            return Optional.empty();
        }
        String reason = switch (spec.cleanup()) {
            case Cleanup.Delete byAge -> "; compaction would drop records of a key that are still needed";
            case Cleanup.Compact byKey -> "; the newest record of a key would be dropped by age";
            case Cleanup.CompactAndDelete both -> "; it would grow for ever, or hold every word there ever was";
        };
        return Optional.of(new TopicFinding(
                true,
                spec.name(),
                "has " + TopicConfig.CLEANUP_POLICY_CONFIG + "=" + policy + " and needs " + spec.cleanupPolicy()
                        + reason,
                set(spec, TopicConfig.CLEANUP_POLICY_CONFIG, spec.cleanupPolicy())));
    }

    private Optional<TopicFinding> size(TopicSpec spec, FoundTopic found) {
        String setting = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
        long bytes = found.number(setting, spec.maxMessageBytes());
        boolean letters = spec.maxMessageBytes() > Topics.RECORD_BYTES;
        if (bytes < spec.maxMessageBytes()) {
            String problem = "has " + setting + "=" + bytes + " and needs " + spec.maxMessageBytes()
                    + (letters ? "; a dead letter that doesn't fit would stop the stream" : "");
            return Optional.of(new TopicFinding(
                    letters, spec.name(), problem, set(spec, setting, Integer.toString(spec.maxMessageBytes()))));
        }
        if (spec.name().equals(Topics.DOMAIN_EVENTS) && bytes > spec.maxMessageBytes()) {
            String problem = "has " + setting + "=" + bytes + ", and a dead letter of that size doesn't fit into "
                    + Topics.DOMAIN_EVENTS_DEAD_LETTER;
            return Optional.of(new TopicFinding(
                    false, spec.name(), problem, set(spec, setting, Integer.toString(spec.maxMessageBytes()))));
        }
        return Optional.empty();
    }

    private List<TopicFinding> age(TopicSpec spec, FoundTopic found) {
        List<TopicFinding> findings = new ArrayList<>();
        switch (spec.cleanup()) {
            case Cleanup.Delete byAge -> retention(spec, found, byAge.retention(), findings);
            case Cleanup.Compact byKey -> compaction(spec, found, byKey.maxLag(), byKey.tombstones(), findings);
            case Cleanup.CompactAndDelete both -> {
                retention(spec, found, both.retention(), findings);
                compaction(spec, found, both.maxLag(), both.maxLag(), findings);
            }
        }
        return findings;
    }

    private void retention(TopicSpec spec, FoundTopic found, Duration least, List<TopicFinding> findings) {
        atLeast(spec, found, TopicConfig.RETENTION_MS_CONFIG, least, "records go too early")
                .ifPresent(findings::add);
        if (found.number(TopicConfig.RETENTION_BYTES_CONFIG, -1) >= 0) {
            findings.add(new TopicFinding(
                    false,
                    spec.name(),
                    "has " + TopicConfig.RETENTION_BYTES_CONFIG + ", so records may go at any age",
                    set(spec, TopicConfig.RETENTION_BYTES_CONFIG, "-1")));
        }
    }

    private void compaction(
            TopicSpec spec, FoundTopic found, Duration maxLag, Duration tombstones, List<TopicFinding> findings) {
        atLeast(
                        spec,
                        found,
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        tombstones,
                        "a reader that was away misses deletions")
                .ifPresent(findings::add);
        if (found.number(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.MAX_VALUE) > maxLag.toMillis()) {
            findings.add(new TopicFinding(
                    false,
                    spec.name(),
                    "has no " + TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG + " of " + maxLag.toMillis()
                            + " or less, so what was deleted may stay on disk for longer",
                    set(spec, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(maxLag.toMillis()))));
        }
    }

    /** Kafka takes them in any order. */
    private static Set<String> words(String policy) {
        return Set.copyOf(List.of(policy.split(" *, *", -1)));
    }

    private Optional<TopicFinding> atLeast(
            TopicSpec spec, FoundTopic found, String setting, Duration least, String consequence) {
        long millis = found.number(setting, least.toMillis());
        if (millis < 0 || millis >= least.toMillis()) {
            return Optional.empty();
        }
        return Optional.of(new TopicFinding(
                false,
                spec.name(),
                "has " + setting + "=" + millis + " where " + least.toMillis() + " is expected: " + consequence,
                set(spec, setting, Long.toString(least.toMillis()))));
    }

    private Optional<TopicFinding> replication(TopicSpec spec, FoundTopic found) {
        int expected = Math.min(spec.replication(), brokers);
        if (found.replication() >= expected) {
            return Optional.empty();
        }
        return Optional.of(new TopicFinding(
                false,
                spec.name(),
                "has " + found.replication() + " copies where " + expected
                        + " are expected: records are lost with a broker",
                "kafka-reassign-partitions.sh --bootstrap-server " + bootstrapServers
                        + " --execute --reassignment-json-file FILE   # a plan with " + expected + " replicas"));
    }

    private String set(TopicSpec spec, String setting, String value) {
        // That command parts settings at commas.
        String given = value.contains(",") ? "[" + value + "]" : value;
        return "kafka-configs.sh --bootstrap-server " + bootstrapServers
                + " --alter --entity-type topics --entity-name " + spec.name() + " --add-config " + setting + "="
                + given;
    }
}
