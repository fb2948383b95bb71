package net.openmeet.matrix.config;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The names of Kafka's own settings: which there are, which are secret, and which client each is for. */
final class KafkaNames {
    static final String ADMIN_PREFIX = "admin.";
    static final String CONSUMER_PREFIX = "consumer.";
    static final String PRODUCER_PREFIX = "producer.";

    private static final String TOPIC_PREFIX = "topic.";
    private static final List<String> PREFIXES = List.of(
            "main.consumer.",
            "restore.consumer.",
            "global.consumer.",
            CONSUMER_PREFIX,
            PRODUCER_PREFIX,
            ADMIN_PREFIX,
            TOPIC_PREFIX);
    private static final List<ConfigDef> DEFINITIONS = List.of(
            StreamsConfig.configDef(),
            ConsumerConfig.configDef(),
            ProducerConfig.configDef(),
            AdminClientConfig.configDef());
    private static final Set<String> KNOWN = known();
    private static final List<String> SECRET_WORDS = List.of("password", "secret", "token", "jaas", "credential");

    private KafkaNames() {}

    /** Every setting of Streams and its clients, without prefixes. */
    static Set<String> all() {
        return KNOWN;
    }

    /** The setting itself, without the prefix that says which client it is for. */
    static String bare(String name) {
        return PREFIXES.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
    }

    /** Whether {@code name} is about the internal topics rather than a client. */
    static boolean forTopics(String name) {
        return name.startsWith(TOPIC_PREFIX);
    }

    /** Whether a client of our own that knows {@code names} is given {@code name} as it stands. */
    static boolean isFor(Set<String> names, String name) {
        return bare(name).equals(name) && (names.contains(name) || !KNOWN.contains(name));
    }

    /**
     * Whether the value must not be shown: Kafka says so ({@link ConfigDef.Type#PASSWORD}), or the name does, for settings of
     * plug-ins that Kafka doesn't know. A key store's type or location isn't secret.
     */
    static boolean secret(String name) {
        String bare = bare(name);
        if (KNOWN.contains(bare)) {
            return DEFINITIONS.stream()
                    .map(definition -> definition.configKeys().get(bare))
                    .anyMatch(key -> key != null && key.type == ConfigDef.Type.PASSWORD);
        }
        String lower = bare.toLowerCase(Locale.ROOT);
        return SECRET_WORDS.stream().anyMatch(lower::contains);
    }

    /** Checks a value against what Kafka says of the setting.
     *
     * @throws org.apache.kafka.common.config.ConfigException if Kafka would refuse it
     */
    static void check(String name, String value) {
        String bare = bare(name);
        DEFINITIONS.stream()
                .map(definition -> definition.configKeys().get(bare))
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(key -> {
                    Object parsed = ConfigDef.parseType(bare, value, key.type);
                    if (key.validator != null) {
                        key.validator.ensureValid(bare, parsed);
                    }
                });
    }

    private static Set<String> known() {
        Set<String> names = new TreeSet<>();
        DEFINITIONS.stream().map(ConfigDef::names).forEach(names::addAll);
        names.addAll(List.of(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, TopicConfig.RETENTION_MS_CONFIG));
        return names;
    }
}
