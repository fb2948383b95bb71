package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a preset of createRoom stands for. */
enum RoomPreset {
    PRIVATE_CHAT("invite", true),
    TRUSTED_PRIVATE_CHAT("invite", true),
    PUBLIC_CHAT("public", false);

    private final String joinRule;
    private final boolean guestsCanJoin;

    RoomPreset(String joinRule, boolean guestsCanJoin) {
        this.joinRule = joinRule;
        this.guestsCanJoin = guestsCanJoin;
    }

    static RoomPreset of(JsonNode request) {
        boolean isPrivate = request.path("visibility").asText("private").equals("private");
        String name = request.path("preset").asText(isPrivate ? "private_chat" : "public_chat");
        return switch (name) {
            case "private_chat" -> PRIVATE_CHAT;
            case "trusted_private_chat" -> TRUSTED_PRIVATE_CHAT;
            case "public_chat" -> PUBLIC_CHAT;
            default -> throw MatrixError.badJson("'" + name + "' is not a valid preset");
        };
    }

    String joinRule() {
        return joinRule;
    }

    boolean guestsCanJoin() {
        return guestsCanJoin;
    }

    /** Adds the preset's own levels over the defaults. */
    void adjust(ObjectNode levels) {
        switch (this) {
            case PRIVATE_CHAT, TRUSTED_PRIVATE_CHAT -> levels.put("invite", 0);
            case PUBLIC_CHAT -> levels.put("m.call.invite", 50);
        }
    }
}
