package net.openmeet.matrix.topology;

import net.openmeet.matrix.execution.Keyspace;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The state stores, one a stage. Their names are part of their changelog topics' names: changing one loses what it holds. What is written
 * several times between two commits is one record of the changelog.
 */
public final class Stores {
    /**
     * Who people are, by {@code tenant/user/9}, and their memberships, by {@code tenant/user/9|tenant/event/42}. Intake, which is in the same
     * tasks, keeps here what of a backfill waits its turn, by {@code shelf:topic/offset}.
     */
    public static final String PERSONS = "persons";

    /** Everything of the executor, by {@link Keyspace}. */
    public static final String LANES = "lanes";

    /** The credentials and how far their repairs are. */
    public static final String CREDENTIALS = "credentials";

    private Stores() {}

    /** The store behind {@link #PERSONS}. */
    public static StoreBuilder<KeyValueStore<String, byte[]>> persons() {
        return store(PERSONS);
    }

    /** The store behind {@link #LANES}. */
    public static StoreBuilder<KeyValueStore<String, byte[]>> lanes() {
        return store(LANES);
    }

    /** The store behind {@link #CREDENTIALS}. */
    public static StoreBuilder<KeyValueStore<String, byte[]>> credentials() {
        return store(CREDENTIALS);
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name),
                        Serdes.String(),
                        Serdes.ByteArray())
                .withCachingEnabled();
    }
}
