package net.openmeet.matrix.execution;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.common.utils.Bytes;

/**
 * A keyspace of JSON values that is written when a step of the stream thread ends: a call changes its lane several times in one step, and
 * encoding was 22 % of that thread. It also remembers what the last values were decoded to, which counts only while the store holds the
 * very bytes it came from. The values are immutable. Owned by the stream thread.
 */
final class JsonStore<T> {
    /** For each of 24 tasks and two stores, a few kB each: some 50 MB if all are full of large rooms. */
    private static final int REMEMBERED = 512;

    private final Keyspace store;
    private final Class<T> type;
    private final Map<String, T> changed = new HashMap<>();
    private final Map<String, Decoded<T>> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Decoded<T>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** A value and the bytes that were decoded to it. */
    private record Decoded<T>(Bytes json, T value) {}

    JsonStore(Keyspace store, Class<T> type) {
        this.store = store;
        this.type = type;
    }

    Optional<T> get(String key) {
        return Optional.ofNullable(changed.get(key)).or(() -> store.get(key).map(json -> known(key, json)));
    }

    /** Seen by {@link #get} at once, by the store with the next {@link #flush}. */
    void put(String key, T value) {
        changed.put(key, value);
    }

    void delete(String key) {
        changed.remove(key);
        recent.remove(key);
        store.delete(key);
    }

    /** Visits up to {@code limit} values from one key to another, both included; remembers none of them. */
    void range(String from, String to, int limit, Consumer<T> visitor) {
        flush();
        store.scan(from, to, limit, (key, json) -> visitor.accept(decode(json)));
    }

    /** Writes what was changed. Kafka Streams commits between two steps, so that nothing is committed without it. */
    void flush() {
        changed.forEach((key, value) -> {
            byte[] json = Json.write(value);
            store.put(key, json);
            recent.put(key, new Decoded<>(Bytes.wrap(json), value));
        });
        changed.clear();
    }

    private T known(String key, byte[] json) {
        Decoded<T> known = recent.get(key);
        if (known != null && known.json().equals(Bytes.wrap(json))) {
            return known.value();
        }
        T value = decode(json);
        recent.put(key, new Decoded<>(Bytes.wrap(json), value));
        return value;
    }

    private T decode(byte[] json) {
        return Json.read(json, type);
    }
}
