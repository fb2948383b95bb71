package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/**
 * createRoom, in the stages Synapse takes: alias, create event and join, all other state at once, invites one by one. An
 * error in a later stage leaves the earlier ones behind (seen on 1.160), and a kill can end it after any of them.
 */
final class RoomCreation {
    private final Database database;
    private final SimulatorSettings settings;
    private final Memberships memberships;
    private final EventSending events;

    RoomCreation(Database database, SimulatorSettings settings) {
        this.database = database;
        this.settings = settings;
        this.memberships = new Memberships(database, settings);
        this.events = new EventSending(database.directory());
    }

    String create(Actor creator, ObjectNode body, CreationStage until) {
        RoomRequest request = RoomRequest.read(body, creator, settings, database.directory());
        String roomId = RandomIds.room(settings.serverName(), Integer.parseInt(request.version()) < 12);
        Room room = new Room(roomId, request.version(), creator.userId());
        database.keep(room);
        database.directory().publish(roomId, request.isPublic() && settings.publishing());
        request.alias().ifPresent(alias -> new Aliases(database, settings).put(creator, alias, roomId, false));
        if (until instanceof CreationStage.OrphanAlias) {
            return roomId;
        }
        events.state(room, creator.userId(), "m.room.create", "", createContent(request, creator.userId()));
        ObjectNode join = memberContent(creator.userId());
        events.state(room, creator.userId(), "m.room.member", creator.userId(), join);
        if (until instanceof CreationStage.CreatorJoined) {
            return roomId;
        }
        Room furnished = room.copy(); // the rest of the state is stored at once or not at all
        sendInitialState(furnished, request, creator.userId());
        database.keep(furnished);
        long invited = until instanceof CreationStage.Invited stage ? stage.count() : Long.MAX_VALUE;
        request.invites().stream()
                .limit(invited)
                .forEach(user ->
                        memberships.change(creator.userId(), user, roomId, MembershipAction.INVITE, Json.object()));
        return roomId;
    }

    private static ObjectNode createContent(RoomRequest request, String creator) {
        ObjectNode content =
                request.body().path("creation_content") instanceof ObjectNode given ? given.deepCopy() : Json.object();
        content.put("room_version", request.version());
        if (request.version().equals("10")) {
            content.put("creator", creator);
        }
        boolean invitedAreCreators = request.version().equals("12")
                && request.preset() == RoomPreset.TRUSTED_PRIVATE_CHAT
                && !request.invites().isEmpty();
        if (invitedAreCreators) {
            Set<String> others = new HashSet<>(request.invites());
            content.path("additional_creators").forEach(other -> others.add(other.asText()));
            others.forEach(content.putArray("additional_creators")::add);
        }
        return content;
    }

    private ObjectNode memberContent(String user) {
        ObjectNode content = Json.object().put("membership", "join");
        database.accounts().find(user).ifPresent(account -> {
            account.displayName().ifPresent(name -> content.put("displayname", name));
            account.avatarUrl().ifPresent(url -> content.put("avatar_url", url));
        });
        return content;
    }

    private void sendInitialState(Room room, RoomRequest request, String creator) {
        ObjectNode given = Json.object();
        for (JsonNode event : request.body().path("initial_state")) {
            String type = event.path("type").asText();
            given.withObjectProperty(type).set(event.path("state_key").asText(""), event.path("content"));
        }
        JsonNode levels = given.path("m.room.power_levels").path("");
        send(room, creator, "m.room.power_levels", levels.isObject() ? levels : levels(request, creator));
        given.remove("m.room.power_levels");
        request.alias()
                .filter(alias -> !given.has("m.room.canonical_alias"))
                .ifPresent(alias -> send(
                        room, creator, "m.room.canonical_alias", Json.object().put("alias", alias)));
        RoomPreset preset = request.preset();
        sendUnless(given, room, creator, "m.room.join_rules", "join_rule", preset.joinRule());
        sendUnless(given, room, creator, "m.room.history_visibility", "history_visibility", "shared");
        if (preset.guestsCanJoin()) {
            sendUnless(given, room, creator, "m.room.guest_access", "guest_access", "can_join");
        }
        given.properties()
                .forEach(type -> type.getValue()
                        .properties()
                        .forEach(event -> events.state(
                                room, creator, type.getKey(), event.getKey(), (ObjectNode) event.getValue())));
        JsonNode name = request.body().path("name");
        if (!name.isMissingNode()) {
            send(room, creator, "m.room.name", Json.object().set("name", name));
        }
        JsonNode topic = request.body().path("topic");
        if (!topic.isMissingNode()) {
            send(room, creator, "m.room.topic", topicContent(topic));
        }
    }

    /** A topic given to createRoom is stored twice, plain and as m.topic; a later plain PUT of the same text is no no-op. */
    private static ObjectNode topicContent(JsonNode topic) {
        ObjectNode content = Json.object();
        content.set("topic", topic);
        content.putObject("m.topic").putArray("m.text").addObject().set("body", topic);
        return content;
    }

    private static ObjectNode levels(RoomRequest request, String creator) {
        boolean creatorsStandAbove = request.version().equals("12");
        ObjectNode levels = Json.object();
        levels.putObject("events")
                .put("m.room.name", 50)
                .put("m.room.power_levels", 100)
                .put("m.room.history_visibility", 100)
                .put("m.room.canonical_alias", 50)
                .put("m.room.avatar", 50)
                .put("m.room.tombstone", creatorsStandAbove ? 150 : 100)
                .put("m.room.server_acl", 100)
                .put("m.room.encryption", 100);
        levels.put("users_default", 0).put("events_default", 0).put("state_default", 50);
        levels.put("ban", 50)
                .put("kick", 50)
                .put("redact", 50)
                .put("invite", 50)
                .put("historical", 100);
        ObjectNode users = levels.putObject("users");
        if (!creatorsStandAbove) {
            users.put(creator, 100);
            if (request.preset() == RoomPreset.TRUSTED_PRIVATE_CHAT) {
                request.invites().forEach(invited -> users.put(invited, 100));
            }
        }
        request.preset().adjust(levels);
        request.body()
                .path("power_level_content_override")
                .properties()
                .forEach(override -> levels.set(override.getKey(), override.getValue()));
        return levels;
    }

    private void sendUnless(JsonNode given, Room room, String creator, String type, String field, String value) {
        if (!given.has(type)) {
            send(room, creator, type, Json.object().put(field, value));
        }
    }

    private void send(Room room, String creator, String type, JsonNode content) {
        events.state(room, creator, type, "", (ObjectNode) content);
    }
}
