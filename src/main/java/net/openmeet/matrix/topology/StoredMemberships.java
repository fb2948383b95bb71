package net.openmeet.matrix.topology;

import java.util.Optional;
import java.util.function.Consumer;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.people.Memberships;
import net.openmeet.matrix.people.RoomMembership;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** One person's part of the memberships store. */
record StoredMemberships(KeyValueStore<String, RoomMembership> store, LaneKey person) implements Memberships {
    private static final StringSerializer KEYS = new StringSerializer();

    @Override
    public Optional<RoomMembership> in(LaneKey room) {
        return Optional.ofNullable(store.get(key(room)));
    }

    @Override
    public void forEach(Consumer<RoomMembership> visitor) {
        try (KeyValueIterator<String, RoomMembership> all = store.prefixScan(prefix(), KEYS)) {
            all.forEachRemaining(entry -> visitor.accept(entry.value));
        }
    }

    void put(RoomMembership membership) {
        store.put(key(membership.room()), membership);
    }

    /** Ids and tenants have no bar, so nobody's prefix is the start of another's key. */
    private String prefix() {
        return person + "|";
    }

    private String key(LaneKey room) {
        return prefix() + room;
    }
}
