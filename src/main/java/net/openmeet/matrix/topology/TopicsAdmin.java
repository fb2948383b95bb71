package net.openmeet.matrix.topology;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Checks and makes the topics of a catalogue on a cluster. Blocks; every method throws a {@link KafkaException} when Kafka can't be
 * asked or refuses to answer. Doesn't close the client.
 */
public final class TopicsAdmin {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    /** Ten seconds: brokers hear of a topic in well under one. */
    private static final int MOST_LOOKS = 100;

    private final Admin admin;
    private final Collection<TopicSpec> catalogue;

    /** For the topics of {@code catalogue}. */
    public TopicsAdmin(Admin admin, Collection<TopicSpec> catalogue) {
        this.admin = admin;
        this.catalogue = catalogue;
    }

    /** What isn't as the catalogue says, topic by topic.
     *
     * @param bootstrapServers for the commands that mend
     */
    public List<TopicFinding> check(String bootstrapServers) {
        var rules = new TopicRules(bootstrapServers, brokers());
        Map<String, FoundTopic> found = found();
        return catalogue.stream()
                .flatMap(spec -> rules.findings(spec, Optional.ofNullable(found.get(spec.name()))).stream())
                .toList();
    }

    /** The topics that don't exist yet, with the replication they would get here. */
    public List<TopicSpec> missing() {
        int brokers = brokers();
        Map<String, FoundTopic> found = found();
        return catalogue.stream()
                .filter(spec -> !found.containsKey(spec.name()))
                .map(spec -> spec.withReplication((short) Math.min(spec.replication(), brokers)))
                .toList();
    }

    /**
     * Makes topics, and waits until they can be written to. One that exists by now is left as it is.
     *
     * @param topics as {@link #missing} says
     */
    public void create(List<TopicSpec> topics) {
        Map<String, KafkaFuture<Void>> created = admin.createTopics(topics.stream()
                        .map(spec -> new NewTopic(spec.name(), spec.partitions(), spec.replication())
                                .configs(spec.settings(spec.replication())))
                        .toList())
                .values();
        for (KafkaFuture<Void> one : created.values()) {
            try {
                await(one);
            } catch (TopicExistsException e) {
                // somebody else made it just now
            }
        }
        // A producer that writes before each partition has a leader may never recover its sequence (seen with 4.3.1).
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (TopicSpec spec : topics) {
            for (int i = 0; i < spec.partitions(); i++) {
                ends.put(new TopicPartition(spec.name(), i), OffsetSpec.latest());
            }
        }
        awaitLeaders(ends);
    }

    /** A broker that hasn't heard of a new topic yet says that there is none, which the admin client takes for an answer. */
    private void awaitLeaders(Map<TopicPartition, OffsetSpec> ends) {
        for (int look = 1; ; look++) {
            try {
                await(admin.listOffsets(ends).all());
                return;
            } catch (UnknownTopicOrPartitionException e) {
                if (look == MOST_LOOKS) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private int brokers() {
        return await(admin.describeCluster().nodes()).size();
    }

    private Map<String, FoundTopic> found() {
        Map<String, TopicDescription> topics = descriptions();
        Map<ConfigResource, Config> settings = await(admin.describeConfigs(topics.keySet().stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
        return topics.values().stream()
                .collect(Collectors.toMap(
                        TopicDescription::name,
                        topic -> found(
                                topic,
                                settings.getOrDefault(
                                        new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                                        new Config(List.of())))));
    }

    private Map<String, TopicDescription> descriptions() {
        Map<String, TopicDescription> topics = new HashMap<>();
        List<String> names = catalogue.stream().map(TopicSpec::name).toList();
        admin.describeTopics(names).topicNameValues().forEach((name, topic) -> {
            try {
                topics.put(name, await(topic));
            } catch (UnknownTopicOrPartitionException e) {
                // missing, which is an answer
            }
        });
        return topics;
    }

    private static FoundTopic found(TopicDescription topic, Config config) {
        int copies = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        Map<String, String> settings = new HashMap<>();
        for (ConfigEntry entry : config.entries()) {
            if (entry.value() != null) {
                settings.put(entry.name(), entry.value());
            }
        }
        return new FoundTopic(topic.partitions().size(), copies, settings);
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException kafka) {
                throw kafka;
            }
            throw new KafkaException("Expected an answer from Kafka, but got none", e.getCause());
        }
    }
}
