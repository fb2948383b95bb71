package net.openmeet.matrix.topology;

import net.openmeet.matrix.people.Person;
import net.openmeet.matrix.people.RoomMembership;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The state stores. Their names are part of their changelog topics' names: changing one loses what it holds. */
public final class Stores {
    /** {@link Person} by {@code tenant/user/9}. */
    public static final String PERSONS = "persons";

    /** {@link RoomMembership} by {@code tenant/user/9|tenant/event/42}. */
    public static final String MEMBERSHIPS = "memberships";

    private Stores() {}

    /** The store behind {@link #PERSONS}. */
    public static StoreBuilder<KeyValueStore<String, Person>> persons() {
        return store(PERSONS, Person.class);
    }

    /** The store behind {@link #MEMBERSHIPS}. */
    public static StoreBuilder<KeyValueStore<String, RoomMembership>> memberships() {
        return store(MEMBERSHIPS, RoomMembership.class);
    }

    /** A store of the executor's, by lane, whose values it reads itself. */
    static StoreBuilder<KeyValueStore<String, byte[]>> bytes(String name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name),
                        Serdes.String(),
                        Serdes.ByteArray())
                .withCachingEnabled();
    }

    private static <T> StoreBuilder<KeyValueStore<String, T>> store(String name, Class<T> type) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name),
                        Serdes.String(),
                        JsonSerde.of(type))
                .withCachingEnabled();
    }
}
