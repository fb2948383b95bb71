package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one way into a timeline: format, no-op, permission, append; in Synapse's order, because its answers depend on it. */
final class EventSending {
    private final Directory directory;

    EventSending(Directory directory) {
        this.directory = directory;
    }

    RoomEvent state(Room room, String sender, String type, String key, ObjectNode content) {
        EventFormat.require(type, Optional.of(key), content);
        Optional<RoomEvent> current = room.state(type, key);
        boolean isNoOp = current.filter(event ->
                        event.sender().equals(sender) && event.content().equals(content))
                .isPresent();
        if (isNoOp) {
            return current.orElseThrow();
        }
        requirePermission(room, sender, type, key, content);
        return append(room, sender, type, Optional.of(key), content);
    }

    RoomEvent message(Room room, String sender, String type, ObjectNode content) {
        EventFormat.require(type, Optional.empty(), content);
        requireLevel(room, sender, type, false);
        return append(room, sender, type, Optional.empty(), content);
    }

    private void requirePermission(Room room, String sender, String type, String key, ObjectNode content) {
        if (type.equals("m.room.create")) {
            return;
        }
        if (type.equals("m.room.member")) {
            new MembershipChange(room, sender, key)
                    .requireAllowed(Membership.of(content.path("membership").asText()));
            return;
        }
        requireLevel(room, sender, type, true);
        if (key.startsWith("@") && !key.equals(sender)) {
            throw MatrixError.forbidden("You are not allowed to set others state");
        }
        if (type.equals("m.room.power_levels")) {
            new PowerLevelChange(room, sender, content).requireAllowed();
        }
        if (type.equals("m.room.canonical_alias")) {
            requireOwnAliases(room, content);
        }
    }

    private static void requireLevel(Room room, String sender, String type, boolean isState) {
        PowerLevels levels = new PowerLevels(room);
        long own = levels.of(sender);
        long needed = levels.toSend(type, isState);
        if (own < needed) {
            throw MatrixError.forbidden("You don't have permission to post that to the room. user_level (" + own
                    + ") < send_level (" + needed + ")");
        }
    }

    /** Only what is new in the event is checked: an alias deleted meanwhile may stay in it. */
    private void requireOwnAliases(Room room, ObjectNode content) {
        List<String> known = named(room.content("m.room.canonical_alias").orElseGet(Json::object));
        for (String alias : named(content)) {
            if (known.contains(alias)) {
                continue;
            }
            if (!alias.startsWith("#")) {
                throw MatrixError.invalidParam("Expected RoomAlias string to start with '#'");
            }
            boolean ours = directory
                    .find(alias)
                    .filter(entry -> entry.roomId().equals(room.id()))
                    .isPresent();
            if (!ours) {
                throw new MatrixError(400, "M_BAD_ALIAS", "Room alias " + alias + " does not point to the room");
            }
        }
    }

    private static List<String> named(JsonNode canonicalAlias) {
        List<String> aliases = new ArrayList<>();
        if (canonicalAlias.path("alias").isTextual()) {
            aliases.add(canonicalAlias.path("alias").asText());
        }
        canonicalAlias.path("alt_aliases").forEach(alias -> aliases.add(alias.asText()));
        return aliases;
    }

    private static RoomEvent append(Room room, String sender, String type, Optional<String> key, ObjectNode content) {
        RoomEvent event = new RoomEvent(RandomIds.event(), type, key, sender, content, System.currentTimeMillis());
        room.append(event);
        return event;
    }
}
