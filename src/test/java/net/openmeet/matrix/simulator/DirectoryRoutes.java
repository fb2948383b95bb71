package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Aliases and the public room list. */
final class DirectoryRoutes {
    private final SimulatorSettings settings;

    DirectoryRoutes(SimulatorSettings settings) {
        this.settings = settings;
    }

    void addTo(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.GET_ALIAS, this::getAlias);
        handlers.put(Endpoint.SET_ALIAS, this::setAlias);
        handlers.put(Endpoint.DELETE_ALIAS, this::deleteAlias);
        handlers.put(Endpoint.GET_PUBLICATION, DirectoryRoutes::getPublication);
        handlers.put(Endpoint.SET_PUBLICATION, this::setPublication);
    }

    /** Needs no token, and ignores a dead one. */
    private Answer getAlias(Call call) {
        Aliases.requireWellFormed(call.part("alias"));
        ObjectNode body = Json.object().put("room_id", aliases(call).roomId(call.part("alias")));
        body.putArray("servers").add(settings.serverName());
        return Answer.ok(body);
    }

    private Answer setAlias(Call call) {
        Aliases.requireWellFormed(call.part("alias"));
        JsonNode roomId = call.body().path("room_id");
        if (roomId.isMissingNode()) {
            throw MatrixError.missingParam("1 validation error for PutBody\nroom_id\n  Field required");
        }
        if (call.database().room(roomId.asText()).isEmpty()) {
            throw MatrixError.unknown(400, "Room does not exist");
        }
        aliases(call).put(call.actor(), call.part("alias"), roomId.asText(), true);
        return Answer.ok();
    }

    private Answer deleteAlias(Call call) {
        Aliases.requireWellFormed(call.part("alias"));
        aliases(call).delete(call.actor(), call.part("alias"));
        return Answer.ok();
    }

    private static Answer getPublication(Call call) {
        String roomId = call.part("roomId");
        if (call.database().room(roomId).isEmpty()) {
            throw MatrixError.notFound("Unknown room");
        }
        boolean isPublished = call.database().directory().isPublished(roomId);
        return Answer.ok(Json.object().put("visibility", isPublished ? "public" : "private"));
    }

    private Answer setPublication(Call call) {
        Actor actor = call.actor();
        String visibility = call.body().path("visibility").asText("public");
        if (!visibility.equals("public") && !visibility.equals("private")) {
            throw MatrixError.badJson(
                    "1 validation error for PutBody\nvisibility\n  Input should be 'public' or 'private'");
        }
        String roomId = call.part("roomId");
        if (call.database().room(roomId).isEmpty()) {
            throw MatrixError.unknown(400, "Unknown room");
        }
        if (!call.database().accounts().isAdmin(actor.userId())) {
            PowerLevels levels = new PowerLevels(call.database().joined(roomId, actor.userId()));
            if (levels.of(actor.userId()) < levels.toSend("m.room.canonical_alias", true)) {
                throw MatrixError.forbidden(
                        "This server requires you to be a moderator in the room to edit its room list entry");
            }
        }
        if (visibility.equals("public") && !settings.publishing()) {
            throw MatrixError.unknown(403, "Not allowed to publish room");
        }
        call.database().directory().publish(roomId, visibility.equals("public"));
        return Answer.ok();
    }

    private Aliases aliases(Call call) {
        return new Aliases(call.database(), settings);
    }
}
