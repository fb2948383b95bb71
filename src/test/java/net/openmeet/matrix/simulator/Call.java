package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One request on its way through a route: the parts of its path, its body and, where asked for, who acts. */
final class Call {
    private final WireRequest request;
    private final Map<String, String> parts;
    private final Authentication authentication;
    private final Database database;
    private final CreationStage until;

    Call(
            WireRequest request,
            Map<String, String> parts,
            Authentication authentication,
            Database database,
            CreationStage until) {
        this.request = request;
        this.parts = parts;
        this.authentication = authentication;
        this.database = database;
        this.until = until;
    }

    Database database() {
        return database;
    }

    String part(String name) {
        return Objects.requireNonNull(parts.get(name), name);
    }

    Optional<String> optionalPart(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    Optional<String> parameter(String name) {
        return request.parameter(name);
    }

    String path() {
        return request.path();
    }

    /** How far a createRoom is to come. */
    CreationStage until() {
        return until;
    }

    Actor actor() {
        return authentication.actor(request, database);
    }

    /** The actor of a logout. */
    Actor actorLeaving() {
        return authentication.leaving(request, database);
    }

    /** The actor, who must be a server admin. */
    Actor admin() {
        Actor actor = actor();
        if (!database.accounts().isAdmin(actor.userId())) {
            throw MatrixError.forbidden("You are not a server admin");
        }
        return actor;
    }

    Optional<String> token() {
        return authentication.token(request);
    }

    ObjectNode body() {
        return Json.readObject(request.body());
    }

    ObjectNode bodyOrEmpty() {
        return request.body().length == 0 ? Json.object() : body();
    }

    static String required(ObjectNode body, String field) {
        if (!body.has(field)) {
            throw MatrixError.missingParam("Missing params: ['" + field + "']");
        }
        return body.path(field).asText();
    }
}
