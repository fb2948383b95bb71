package net.openmeet.matrix.execution;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A store of JSON values that remembers what the last ones it read or wrote were decoded to: a call reads its lane and its slot
 * several times, and decoding was 9 % of the service's CPU. A value counts only while the store holds the very bytes it came from, so
 * what the store says is always what holds. The values are immutable. Owned by the stream thread.
 */
final class JsonStore<T> {
    /** For each of 24 tasks and two stores, a few kB each: some 50 MB if all are full of large rooms. */
    private static final int REMEMBERED = 512;

    private final KeyValueStore<String, byte[]> store;
    private final Class<T> type;
    private final Map<String, Decoded<T>> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Decoded<T>> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Decoded<T>(Bytes json, T value) {}

    JsonStore(KeyValueStore<String, byte[]> store, Class<T> type) {
        this.store = store;
        this.type = type;
    }

    Optional<T> get(String key) {
        return Optional.ofNullable(store.get(key)).map(json -> {
            Decoded<T> known = recent.get(key);
            return known != null && known.json().equals(Bytes.wrap(json))
                    ? known.value()
                    : remember(key, json, decode(json));
        });
    }

    void put(String key, T value) {
        byte[] json = Json.write(value);
        store.put(key, json);
        remember(key, json, value);
    }

    void delete(String key) {
        recent.remove(key);
        store.delete(key);
    }

    /** Visits up to {@code limit} values from one key to another, both included; remembers none of them. */
    void range(String from, String to, int limit, Consumer<T> visitor) {
        int visited = 0;
        try (KeyValueIterator<String, byte[]> range = store.range(from, to)) {
            while (visited++ < limit && range.hasNext()) {
                KeyValue<String, byte[]> next = range.next();
                visitor.accept(decode(next.value));
            }
        }
    }

    private T remember(String key, byte[] json, T value) {
        recent.put(key, new Decoded<>(Bytes.wrap(json), value));
        return value;
    }

    private T decode(byte[] json) {
        return Json.read(json, type);
    }
}
