package net.openmeet.matrix.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How to reach Kafka.
 *
 * @param settings raw Kafka Streams settings as configured, the prefixes that pick one client ({@code main.consumer.},
 *     {@code producer.}, …) kept
 * @param secrets those among them that must not be shown, such as {@code sasl.jaas.config}
 */
public record Kafka(String bootstrapServers, Map<String, String> settings, Map<String, Secret> secrets) {
    public Kafka {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }

    /** A broker that asks for nothing. */
    public static Kafka at(String bootstrapServers) {
        return new Kafka(bootstrapServers, Map.of(), Map.of());
    }

    /** The settings for Kafka Streams, secrets read and in the clear: not to be printed. */
    public Map<String, Object> streams() {
        Map<String, Object> all = new HashMap<>(settings);
        secrets.forEach((name, secret) -> all.put(name, secret.read()));
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return all;
    }

    /**
     * The settings for an admin client of our own, secrets read and in the clear: not to be printed. What is said for
     * {@code admin.} alone wins; what only Streams or its other clients know is left out, what nobody knows is passed on.
     */
    public Map<String, Object> admin() {
        return client(KafkaNames.ADMIN_PREFIX, AdminClientConfig.configNames());
    }

    /** The same for a consumer of our own; {@code consumer.} wins. */
    public Map<String, Object> consumer() {
        return client(KafkaNames.CONSUMER_PREFIX, ConsumerConfig.configNames());
    }

    /** The same for a producer of our own; {@code producer.} wins. */
    public Map<String, Object> producer() {
        return client(KafkaNames.PRODUCER_PREFIX, ProducerConfig.configNames());
    }

    private Map<String, Object> client(String prefix, Set<String> names) {
        Map<String, Object> client = new HashMap<>();
        Map<String, Object> all = streams();
        all.forEach((name, value) -> {
            if (KafkaNames.isFor(names, name)) {
                client.put(name, value);
            }
        });
        all.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                client.put(name.substring(prefix.length()), value);
            }
        });
        return client;
    }
}
