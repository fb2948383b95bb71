package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a createRoom, as far as Synapse checks it before it makes anything. What it finds wrong only later leaves
 * a room and its alias behind.
 */
record RoomRequest(ObjectNode body, String version, RoomPreset preset, Optional<String> alias, List<String> invites) {
    private static final Set<String> VERSIONS = Set.of("10", "11", "12");

    static RoomRequest read(ObjectNode body, Actor creator, SimulatorSettings settings, Directory directory) {
        JsonNode asked = body.path("room_version");
        if (!asked.isMissingNode() && !asked.isTextual()) {
            throw MatrixError.badJson("room_version must be a string");
        }
        String version = asked.asText(settings.defaultRoomVersion());
        if (!VERSIONS.contains(version)) {
            throw new MatrixError(
                    400, "M_UNSUPPORTED_ROOM_VERSION", "Your homeserver does not support this room version");
        }
        Optional<String> alias = alias(body.path("room_alias_name"), settings, directory);
        List<String> invites = invites(body.path("invite"));
        requireCreatorsLevel(body.path("power_level_content_override"), version, creator.userId());
        return new RoomRequest(body, version, RoomPreset.of(body), alias, invites);
    }

    private static Optional<String> alias(JsonNode name, SimulatorSettings settings, Directory directory) {
        if (name.isMissingNode()) {
            return Optional.empty();
        }
        if (!name.isTextual()) {
            throw MatrixError.internal();
        }
        String localpart = name.asText();
        Aliases.requireNoBlank(localpart);
        if (localpart.contains(":")) {
            throw MatrixError.unknown(
                    400,
                    "':' is not permitted in the room alias name. Please note this expects a local part — 'wombat',"
                            + " not '#wombat:example.com'.");
        }
        String alias = "#" + localpart + ":" + settings.serverName();
        if (directory.find(alias).isPresent()) {
            throw new MatrixError(400, "M_ROOM_IN_USE", "Room alias already taken");
        }
        return Optional.of(alias);
    }

    private static List<String> invites(JsonNode list) {
        List<String> invites = new ArrayList<>();
        if (list.isTextual()) { // Synapse walks over its characters, and the first one is no user id
            throw MatrixError.unknown(400, "Invalid user_id: " + list.asText().substring(0, 1));
        }
        for (JsonNode invited : list) {
            if (!UserIds.isWellFormed(invited.asText())) {
                throw MatrixError.unknown(400, "Invalid user_id: " + invited.asText());
            }
            invites.add(invited.asText());
        }
        return invites;
    }

    private static void requireCreatorsLevel(JsonNode override, String version, String creator) {
        boolean listsCreators = Integer.parseInt(version) < 12;
        if (listsCreators && override.has("users") && !override.path("users").has(creator)) {
            throw MatrixError.unknown(
                    400, "Not a valid power_level_content_override: 'users' did not contain " + creator);
        }
    }

    boolean isPublic() {
        return body.path("visibility").asText().equals("public");
    }
}
