package net.openmeet.matrix.topology;

import net.openmeet.matrix.json.Json;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Records and stored values as UTF-8 JSON; null stays null, as Kafka means by it that there is none. What isn't a {@code T} throws
 * {@link java.io.UncheckedIOException}. Safe for use by several threads.
 */
public final class JsonSerde<T> implements Serde<T> {
    private final Class<T> type;

    private JsonSerde(Class<T> type) {
        this.type = type;
    }

    /** The serde of {@code type}. */
    public static <T> JsonSerde<T> of(Class<T> type) {
        return new JsonSerde<>(type);
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
