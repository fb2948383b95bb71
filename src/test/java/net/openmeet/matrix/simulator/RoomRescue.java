package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** make_room_admin: the strongest local member's power is lent to a user, who is invited if the room is private. */
final class RoomRescue {
    private final Database database;
    private final SimulatorSettings settings;

    RoomRescue(Database database, SimulatorSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    void promote(String user, String roomId) {
        Room room = database.room(roomId)
                .filter(known -> !known.isDead())
                .orElseThrow(() -> MatrixError.unknown(400, "Server not in room"));
        String lender = lender(room);
        ObjectNode levels =
                room.content("m.room.power_levels").orElseGet(Json::object).deepCopy();
        ObjectNode users = levels.withObjectProperty("users");
        users.put(user, users.path(lender).asLong(100));
        try {
            new EventSending(database.directory()).state(room, lender, "m.room.power_levels", "", levels);
        } catch (MatrixError refused) {
            throw MatrixError.unknown(400, "No local admin user in room with power to update power levels.");
        }
        Membership membership = room.membership(user);
        boolean isPublic = room.text("m.room.join_rules", "join_rule")
                .filter("public"::equals)
                .isPresent();
        if (membership != Membership.JOIN && membership != Membership.INVITE && !isPublic) {
            new Memberships(database, settings).change(lender, user, roomId, MembershipAction.INVITE, Json.object());
        }
    }

    private static String lender(Room room) {
        PowerLevels levels = new PowerLevels(room);
        Optional<ObjectNode> content = room.content("m.room.power_levels");
        if (content.isEmpty()) {
            return room.creator();
        }
        Stream.Builder<String> candidates = Stream.builder();
        content.get().path("users").fieldNames().forEachRemaining(candidates);
        if (room.creatorsStandAbove()) {
            candidates.add(room.creator());
        }
        return candidates
                .build()
                .filter(user -> room.membership(user) == Membership.JOIN)
                .max(Comparator.comparingLong(levels::of))
                .orElseThrow(() -> MatrixError.unknown(400, "No local admin user in room"));
    }
}
