package net.openmeet.matrix.simulator;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Everything a homeserver would lose with its database. Guarded by the lock of {@link Homeserver}. */
final class Database {
    private final Accounts accounts;
    private final Directory directory;
    private final Map<String, Room> rooms = new LinkedHashMap<>();

    Database() {
        this(new Accounts(), new Directory());
    }

    private Database(Accounts accounts, Directory directory) {
        this.accounts = accounts;
        this.directory = directory;
    }

    Database copy() {
        Database copy = new Database(accounts.copy(), directory.copy());
        rooms.forEach((id, room) -> copy.rooms.put(id, room.copy()));
        return copy;
    }

    Accounts accounts() {
        return accounts;
    }

    Directory directory() {
        return directory;
    }

    Optional<Room> room(String roomId) {
        return Optional.ofNullable(rooms.get(roomId));
    }

    Collection<Room> rooms() {
        return rooms.values();
    }

    void keep(Room room) {
        rooms.put(room.id(), room);
    }

    /** The room as this user may read it now: as it is, as it was when they left, or not at all. */
    Room readable(String roomId, String userId) {
        Optional<Room> found = room(roomId);
        Membership membership = found.map(room -> room.membership(userId)).orElse(Membership.NONE);
        boolean worldReadable = found.flatMap(room -> room.text("m.room.history_visibility", "history_visibility"))
                .filter("world_readable"::equals)
                .isPresent();
        if (membership == Membership.JOIN || worldReadable) {
            return found.orElseThrow();
        }
        if (membership == Membership.LEAVE) {
            return found.map(room -> room.upTo(room.departure(userId))).orElseThrow();
        }
        throw MatrixError.forbidden("User " + userId + " not in room " + roomId + ", and room previews are disabled");
    }

    /** The room, if this user is in it. */
    Room joined(String roomId, String userId) {
        return room(roomId)
                .filter(room -> room.membership(userId) == Membership.JOIN)
                .orElseThrow(() -> MatrixError.forbidden("User " + userId + " not in room " + roomId));
    }
}
