package net.openmeet.matrix.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.openmeet.matrix.execution.Lease;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Finds the terms of the lease in the settings of the consumer that owns the tasks. */
public final class SessionTerms {
    /** As {@link ConsumerConfig} has them. */
    private static final Duration SESSION = Duration.ofSeconds(45);

    private static final Duration HEARTBEAT = Duration.ofSeconds(3);

    /** From the narrowest prefix, which wins, to none. */
    private static final List<String> PREFIXES =
            List.of(StreamsConfig.MAIN_CONSUMER_PREFIX, StreamsConfig.CONSUMER_PREFIX, "");

    private SessionTerms() {}

    /** The terms; {@code settings} are as Kafka Streams gets them: numbers, or text as operators write them. */
    public static Lease.Terms of(Map<String, Object> settings) {
        return Lease.Terms.of(
                find(settings, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG).orElse(SESSION),
                find(settings, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG).orElse(HEARTBEAT));
    }

    private static Optional<Duration> find(Map<String, Object> settings, String name) {
        return PREFIXES.stream()
                .map(prefix -> settings.get(prefix + name))
                .filter(Objects::nonNull)
                .findFirst()
                .map(value -> Duration.ofMillis(Long.parseLong(value.toString().trim())));
    }
}
