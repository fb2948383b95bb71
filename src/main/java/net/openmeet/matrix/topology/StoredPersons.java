package net.openmeet.matrix.topology;

import java.util.Optional;
import java.util.function.Consumer;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.people.Person;
import net.openmeet.matrix.people.RoomMembership;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The people of a task, each followed by their memberships. Owned by the stream thread. */
final class StoredPersons {
    private static final StringSerializer KEYS = new StringSerializer();

    private final KeyValueStore<String, byte[]> store;

    StoredPersons(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    Optional<Person> get(LaneKey person) {
        return Optional.ofNullable(store.get(person.toString())).map(json -> Json.read(json, Person.class));
    }

    void put(LaneKey person, Person value) {
        store.put(person.toString(), Json.write(value));
    }

    Memberships memberships(LaneKey person) {
        return new Memberships(store, person + "|");
    }

    /** One person's. Ids and tenants have no bar, so nobody's prefix is the start of another's key. */
    record Memberships(KeyValueStore<String, byte[]> store, String prefix)
            implements net.openmeet.matrix.people.Memberships {
        @Override
        public Optional<RoomMembership> in(LaneKey room) {
            return Optional.ofNullable(store.get(prefix + room)).map(Memberships::read);
        }

        @Override
        public void forEach(Consumer<RoomMembership> visitor) {
            try (KeyValueIterator<String, byte[]> all = store.prefixScan(prefix, KEYS)) {
                all.forEachRemaining(entry -> visitor.accept(read(entry.value)));
            }
        }

        void put(RoomMembership membership) {
            store.put(prefix + membership.room(), Json.write(membership));
        }

        private static RoomMembership read(byte[] json) {
            return Json.read(json, RoomMembership.class);
        }
    }
}
