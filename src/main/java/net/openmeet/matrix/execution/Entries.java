package net.openmeet.matrix.execution;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Where the entries of a {@link Keyspace} are. */
interface Entries {

    Optional<byte[]> get(String key);

    void put(String key, byte[] value);

    void delete(String key);

    /** As {@link Keyspace#scan}, with whole keys. */
    boolean scan(String from, String to, int limit, BiConsumer<String, byte[]> visitor);

    private static boolean scan(
            ReadOnlyKeyValueStore<String, byte[]> store,
            String from,
            String to,
            int limit,
            BiConsumer<String, byte[]> visitor) {
        try (KeyValueIterator<String, byte[]> range = store.range(from, to)) {
            for (int visited = 0; range.hasNext(); visited++) {
                if (visited == limit) {
                    return false;
                }
                KeyValue<String, byte[]> next = range.next();
                visitor.accept(next.key, next.value);
            }
            return true;
        }
    }

    /** The store of a task. Owned by its stream thread. */
    record Stored(KeyValueStore<String, byte[]> store) implements Entries {
        @Override
        public Optional<byte[]> get(String key) {
            return Optional.ofNullable(store.get(key));
        }

        @Override
        public void put(String key, byte[] value) {
            store.put(key, value);
        }

        @Override
        public void delete(String key) {
            store.delete(key);
        }

        @Override
        public boolean scan(String from, String to, int limit, BiConsumer<String, byte[]> visitor) {
            return Entries.scan(store, from, to, limit, visitor);
        }
    }

    /** The store of a task as others see it, on any thread: not to be written. */
    record Seen(ReadOnlyKeyValueStore<String, byte[]> store) implements Entries {
        @Override
        public Optional<byte[]> get(String key) {
            return Optional.ofNullable(store.get(key));
        }

        @Override
        public void put(String key, byte[] value) {
            throw new UnsupportedOperationException("only its stream thread writes to a store");
        }

        @Override
        public void delete(String key) {
            throw new UnsupportedOperationException("only its stream thread writes to a store");
        }

        @Override
        public boolean scan(String from, String to, int limit, BiConsumer<String, byte[]> visitor) {
            return Entries.scan(store, from, to, limit, visitor);
        }
    }

    /** Some entries in memory, whose changes nobody else sees. Keys are ASCII, so that they have the same order here. */
    record Copied(TreeMap<String, byte[]> entries) implements Entries {
        @Override
        public Optional<byte[]> get(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        @Override
        public void put(String key, byte[] value) {
            entries.put(key, value);
        }

        @Override
        public void delete(String key) {
            entries.remove(key);
        }

        @Override
        public boolean scan(String from, String to, int limit, BiConsumer<String, byte[]> visitor) {
            int visited = 0;
            for (Map.Entry<String, byte[]> next :
                    entries.subMap(from, true, to, true).entrySet()) {
                if (visited++ == limit) {
                    return false;
                }
                visitor.accept(next.getKey(), next.getValue());
            }
            return true;
        }
    }
}
