package net.openmeet.matrix.topology;

import java.io.UncheckedIOException;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records and stored values as UTF-8 JSON; null stays null, as Kafka means by it that there is none. What isn't a {@code T} throws
 * {@link java.io.UncheckedIOException}. Safe for use by several threads.
 */
public final class JsonSerde<T> implements Serde<T> {
    private static final Logger LOG = LoggerFactory.getLogger(JsonSerde.class);

    private final Class<T> type;

    private JsonSerde(Class<T> type) {
        this.type = type;
    }

    /** The serde of {@code type}. */
    public static <T> JsonSerde<T> of(Class<T> type) {
        return new JsonSerde<>(type);
    }

    /**
     * Reads as {@link #deserializer} does, but answers null for what isn't a {@code T}: for topics that others write to, which must
     * not be able to stop the service. Told of each such record by a warning without its content.
     */
    public Deserializer<T> lenient() {
        return (topic, bytes) -> {
            try {
                return read(bytes);
            } catch (UncheckedIOException e) {
                LOG.warn("Left out a record of {} that isn't a {}", topic, type.getSimpleName());
                return null;
            }
        };
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> write(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> read(bytes);
    }

    private static byte @Nullable [] write(@Nullable Object value) {
        return value == null ? null : Json.write(value);
    }

    private @Nullable T read(byte @Nullable [] bytes) {
        return bytes == null ? null : Json.read(bytes, type);
    }
}
