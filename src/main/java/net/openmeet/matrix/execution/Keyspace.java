package net.openmeet.matrix.execution;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The entries of one kind in the one store of the executor. A store of its own for each kind would be a changelog partition more in every
 * transaction, and a RocksDB more to open, for each of 24 tasks. Owned by the stream thread.
 */
public final class Keyspace {
    /** Behind every key: no key has this character or one after it. */
    static final String END = "~";

    private final Entries store;
    private final String prefix;

    /** What the store holds; part of its keys, so that changing a name loses what it holds. */
    public enum Kind {
        LANES("lanes"),
        SLOTS("slots"),
        DIRTY("dirty"),
        AGENDA("agenda"),
        TELLINGS("tellings"),
        WATCHES("watches"),
        SWEEPS("sweeps"),
        REPLAYS("replays"),
        /** In the repairer's store. */
        CREDENTIALS("credentials");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As in the store's keys. */
        public String word() {
            return word;
        }

        /** Its entries in {@code store}. */
        public Keyspace in(KeyValueStore<String, byte[]> store) {
            return among(new Entries.Stored(store));
        }

        /** Its entries among {@code entries}. */
        Keyspace among(Entries entries) {
            return new Keyspace(entries, word + ":");
        }
    }

    private Keyspace(Entries store, String prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    /** The value of {@code key}, if it has one. */
    public Optional<byte[]> get(String key) {
        return store.get(prefix + key);
    }

    /** Sets the value of {@code key}. */
    public void put(String key, byte[] value) {
        store.put(prefix + key, value);
    }

    /** Removes {@code key}. */
    public void delete(String key) {
        store.delete(prefix + key);
    }

    /**
     * Visits up to {@code limit} entries in the order of their keys, from one key to another, both included. The store may not be written
     * meanwhile.
     *
     * @return whether no more are left
     */
    public boolean scan(String from, String to, int limit, BiConsumer<String, byte[]> visitor) {
        return store.scan(
                prefix + from,
                prefix + to,
                limit,
                (key, value) -> visitor.accept(key.substring(prefix.length()), value));
    }
}
