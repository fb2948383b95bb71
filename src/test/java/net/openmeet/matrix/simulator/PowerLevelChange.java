package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeSet;

/** May this sender replace the room's power levels by these? Matrix spec, room version 11, rule 9 (12 adds creators). */
final class PowerLevelChange {
    private static final List<String> NAMED =
            List.of("users_default", "events_default", "state_default", "ban", "redact", "kick", "invite");

    private final Room room;
    private final String sender;
    private final JsonNode wanted;

    PowerLevelChange(Room room, String sender, JsonNode wanted) {
        this.room = room;
        this.sender = sender;
        this.wanted = wanted;
    }

    void requireAllowed() {
        requireUsers();
        room.content("m.room.power_levels").ifPresent(this::requireNoStepAbove);
    }

    private void requireUsers() {
        PowerLevels levels = new PowerLevels(room);
        wanted.path("users").fieldNames().forEachRemaining(user -> {
            if (!UserIds.isWellFormed(user)) {
                throw MatrixError.unknown(400, "Not a valid user_id: " + user);
            }
        });
        if (room.creatorsStandAbove()) {
            if (wanted.path("users").has(room.creator())) {
                throw MatrixError.unknown(400, "Creator user " + room.creator() + " must not appear in content.users");
            }
            wanted.path("users").fieldNames().forEachRemaining(user -> {
                if (levels.isAdditionalCreator(user)) {
                    throw MatrixError.unknown(400, "Additional creators users must not appear in content.users");
                }
            });
        }
    }

    private void requireNoStepAbove(JsonNode current) {
        long own = new PowerLevels(room).of(sender);
        for (String name : NAMED) {
            requireReach(own, current.path(name), wanted.path(name));
        }
        for (String group : List.of("users", "events", "notifications")) {
            TreeSet<String> names = new TreeSet<>();
            current.path(group).fieldNames().forEachRemaining(names::add);
            wanted.path(group).fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode before = current.path(group).path(name);
                JsonNode after = wanted.path(group).path(name);
                boolean ofAnother = group.equals("users") && !name.equals(sender);
                if (ofAnother && !same(before, after) && before.isNumber() && before.asLong() == own) {
                    throw MatrixError.forbidden("You don't have permission to remove ops level equal to your own");
                }
                requireReach(own, before, after);
            }
        }
    }

    private static void requireReach(long own, JsonNode before, JsonNode after) {
        boolean changed = !same(before, after);
        if (changed && (before.asLong(Long.MIN_VALUE) > own || after.asLong(Long.MIN_VALUE) > own)) {
            throw MatrixError.forbidden("You don't have permission to add ops level greater than your own");
        }
    }

    private static boolean same(JsonNode before, JsonNode after) {
        if (before.isNumber() != after.isNumber()) {
            return false;
        }
        return !before.isNumber() || before.asLong() == after.asLong();
    }
}
