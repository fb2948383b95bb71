package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Who may do what in a room, with the defaults that hold while there is no m.room.power_levels. */
final class PowerLevels {
    private final Room room;
    private final JsonNode content;

    PowerLevels(Room room) {
        this.room = room;
        this.content = room.content("m.room.power_levels")
                .<JsonNode>map(found -> found)
                .orElse(MissingNode.getInstance());
    }

    long of(String user) {
        if (isCreatorAbove(user)) {
            return Long.MAX_VALUE;
        }
        if (content.isMissingNode()) {
            return user.equals(room.creator()) ? 100 : 0;
        }
        JsonNode own = content.path("users").path(user);
        return own.isNumber() ? own.asLong() : content.path("users_default").asLong(0);
    }

    boolean isCreatorAbove(String user) {
        return room.creatorsStandAbove() && (user.equals(room.creator()) || isAdditionalCreator(user));
    }

    boolean isAdditionalCreator(String user) {
        for (JsonNode creator : room.content("m.room.create")
                .<JsonNode>map(create -> create.path("additional_creators"))
                .orElse(MissingNode.getInstance())) {
            if (creator.asText().equals(user)) {
                return true;
            }
        }
        return false;
    }

    long toInvite() {
        return content.path("invite").asLong(0);
    }

    long toKick() {
        return content.path("kick").asLong(50);
    }

    long toBan() {
        return content.path("ban").asLong(50);
    }

    long toSend(String type, boolean isState) {
        JsonNode own = content.path("events").path(type);
        if (own.isNumber()) {
            return own.asLong();
        }
        return isState
                ? content.path("state_default").asLong(50)
                : content.path("events_default").asLong(0);
    }
}
