package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who may make and delete which alias. An application service is asked for its namespace only, never for membership. */
final class Aliases {
    private static final int MOST_CHARACTERS = 255;

    private final Database database;
    private final SimulatorSettings settings;

    Aliases(Database database, SimulatorSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    static void requireNoBlank(String localpart) {
        if (localpart.chars().anyMatch(c -> c == ' ' || (c >= '\t' && c <= '\r'))) {
            throw MatrixError.unknown(400, "Invalid characters in room alias");
        }
    }

    static void requireWellFormed(String alias) {
        if (!alias.startsWith("#") || alias.indexOf(':') < 0) {
            throw MatrixError.invalidParam("Room alias invalid");
        }
    }

    String roomId(String alias) {
        if (!isLocal(alias)) {
            throw MatrixError.unknown(502, "Failed to fetch alias");
        }
        return database.directory()
                .find(alias)
                .map(Directory.Entry::roomId)
                .orElseThrow(() -> MatrixError.notFound("Room alias " + alias + " not found"));
    }

    /**
     * Makes an alias.
     *
     * @param onlyMembers as the directory's PUT has it; createRoom names an alias before anybody is in the room
     */
    void put(Actor actor, String alias, String roomId, boolean onlyMembers) {
        if (alias.codePointCount(0, alias.length()) > MOST_CHARACTERS) {
            throw MatrixError.invalidParam("Can't create aliases longer than 255 characters");
        }
        if (actor.appservice().isPresent()) {
            if (!actor.appservice().get().reservesAlias(alias)) {
                throw MatrixError.exclusive("This application service has not reserved this kind of alias.");
            }
        } else {
            requireOwnRoom(actor, roomId, onlyMembers);
            requireFree(alias);
        }
        requireNoBlank(alias.substring(1, alias.indexOf(':')));
        if (!isLocal(alias)) {
            throw MatrixError.unknown(400, "Room alias must be local");
        }
        if (onlyMembers && database.room(roomId).filter(room -> !room.isDead()).isEmpty()) {
            throw MatrixError.unknown(400, "Failed to get server list");
        }
        database.directory().point(alias, new Directory.Entry(roomId, actor.userId()));
    }

    void delete(Actor actor, String alias) {
        if (actor.appservice().isPresent()) {
            deleteAsAppservice(actor.appservice().get(), alias);
        } else {
            deleteAsUser(actor, alias);
        }
    }

    /** Answers 200 for an alias that isn't there, and leaves m.room.canonical_alias as it is (seen on 1.160). */
    private void deleteAsAppservice(Appservice service, String alias) {
        if (!service.reservesAlias(alias)) {
            throw MatrixError.exclusive("This application service has not reserved this kind of alias");
        }
        database.directory().remove(alias);
    }

    private void deleteAsUser(Actor actor, String alias) {
        Directory.Entry entry =
                database.directory().find(alias).orElseThrow(() -> MatrixError.notFound("Unknown room alias"));
        boolean isMaker = entry.creator().equals(actor.userId());
        if (!isMaker && !database.accounts().isAdmin(actor.userId())) {
            Room room = database.joined(entry.roomId(), actor.userId());
            PowerLevels levels = new PowerLevels(room);
            if (levels.of(actor.userId()) < levels.toSend("m.room.canonical_alias", true)) {
                throw MatrixError.forbidden("You don't have permission to delete the alias.");
            }
        }
        requireFree(alias);
        database.directory().remove(alias);
        database.room(entry.roomId()).ifPresent(room -> forget(room, actor.userId(), alias));
    }

    /** The deleting user also rewrites m.room.canonical_alias, if they may. */
    private void forget(Room room, String user, String alias) {
        room.content("m.room.canonical_alias").ifPresent(current -> {
            ObjectNode next = current.deepCopy();
            if (next.path("alias").asText().equals(alias)) {
                next.remove("alias");
            }
            if (next.path("alt_aliases") instanceof ArrayNode alternatives) {
                ArrayNode kept = Json.array();
                for (JsonNode alternative : alternatives) {
                    if (!alternative.asText().equals(alias)) {
                        kept.add(alternative);
                    }
                }
                next.set("alt_aliases", kept);
                if (kept.isEmpty()) {
                    next.remove("alt_aliases");
                }
            }
            PowerLevels levels = new PowerLevels(room);
            boolean allowed = room.membership(user) == Membership.JOIN
                    && levels.of(user) >= levels.toSend("m.room.canonical_alias", true);
            if (allowed && !next.equals(current)) {
                new EventSending(database.directory()).state(room, user, "m.room.canonical_alias", "", next);
            }
        });
    }

    private void requireOwnRoom(Actor actor, String roomId, boolean onlyMembers) {
        boolean isIn = database.room(roomId)
                .filter(room -> room.membership(actor.userId()) == Membership.JOIN)
                .isPresent();
        if (onlyMembers && !isIn && !database.accounts().isAdmin(actor.userId())) {
            throw MatrixError.forbidden("You must be in the room to create an alias for it");
        }
    }

    private void requireFree(String alias) {
        if (settings.appservices().stream().anyMatch(service -> service.reservesAlias(alias))) {
            throw MatrixError.exclusive("This alias is reserved by an application service.");
        }
    }

    private boolean isLocal(String alias) {
        return alias.endsWith(":" + settings.serverName());
    }
}
