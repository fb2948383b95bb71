package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.fixture.MatrixActor;
import net.openmeet.matrix.fixture.MatrixProbe;
import net.openmeet.matrix.fixture.Reply;

/**
 * What OpenMeet's own integration calls on a homeserver, in its order and with its faults: every room public and listed, hosts as high as
 * the bot, levels merged into those that are there, nobody ever kicked. Its bot is the one of the registration that the service takes over.
 */
final class OpenMeetToday {
    /** Listed at 100 in each new room, beside the bot that made it, and never in one. */
    static final String TENANT_BOT = "openmeet-bot-tenant";

    private static final String LEVELS = "m.room.power_levels";

    private final MatrixProbe homeserver;
    private final String serverName;
    private final String tenant;

    OpenMeetToday(Harness harness, String tenant) {
        homeserver = harness.probe();
        serverName = harness.synapse().serverName();
        this.tenant = tenant;
    }

    /** A person's account, as their first login leaves it, and the Matrix id that is registered for them. */
    String account(int person) {
        String localpart = "u" + person + "_" + tenant;
        String user = "@" + localpart + ":" + serverName;
        homeserver.actor().register(localpart).orFail();
        actAs(user).setDisplayName(user, "Person " + person).orFail();
        return user;
    }

    String localpart(String kind, String slug) {
        return kind + "-" + slug + "-" + tenant;
    }

    /** A room, whatever the visibility of what it is for. */
    String createRoom(String kind, String slug, String name) {
        String room = tryCreateRoom(kind, slug, name).orFail().path("room_id").asText();
        setLevels(room, Map.of("@" + TENANT_BOT + ":" + serverName, 100));
        return room;
    }

    /** The same without its second step, where it may be refused. */
    Reply tryCreateRoom(String kind, String slug, String name) {
        return homeserver
                .actor()
                .createRoom(Map.of(
                        "name",
                        name + " Chat",
                        "topic",
                        "Chat room for " + name,
                        "visibility",
                        "public",
                        "preset",
                        "public_chat",
                        "is_direct",
                        false,
                        "invite",
                        List.of(),
                        "initial_state",
                        List.of(
                                state("m.room.guest_access", "guest_access", "forbidden"),
                                state("m.room.history_visibility", "history_visibility", "shared"),
                                state("m.room.join_rules", "join_rule", "public")),
                        "room_alias_name",
                        localpart(kind, slug)));
    }

    private static Map<String, Object> state(String type, String field, String value) {
        return Map.of("type", type, "state_key", "", "content", Map.of(field, value));
    }

    /** All levels written anew, with those that were there: whoever was in the list stays in it. */
    void setLevels(String room, Map<String, Integer> levels) {
        ObjectNode content = homeserver.state(room, LEVELS).orElseThrow().deepCopy();
        ObjectNode defaults = JsonNodeFactory.instance
                .objectNode()
                .put("users_default", 0)
                .put("events_default", 0)
                .put("state_default", 50)
                .put("ban", 50)
                .put("kick", 50)
                .put("redact", 50);
        defaults.setAll(content);
        ObjectNode users = defaults.withObjectProperty("users");
        levels.forEach(users::put);
        homeserver.actor().putState(room, LEVELS, "", defaults);
    }

    /** Everybody with an attendance, whatever its status. */
    void invite(String room, List<String> users) {
        users.forEach(user -> homeserver.actor().invite(room, user));
    }

    /** Somebody's client joins, and the homeserver tells OpenMeet: the levels of all are written. */
    void join(String room, String user, Map<String, Integer> levels) {
        actAs(user).join(room).orFail();
        setLevels(room, levels);
    }

    MatrixActor actAs(String user) {
        return homeserver.actAs(user);
    }

    /** The former slug stays an alternative, and any before that is forgotten. */
    void changeSlug(String kind, String oldSlug, String newSlug) {
        String old = "#" + localpart(kind, oldSlug) + ":" + serverName;
        String next = "#" + localpart(kind, newSlug) + ":" + serverName;
        String room = homeserver.roomByAlias(old).orElseThrow();
        homeserver.actor().putAlias(next, room);
        homeserver
                .actor()
                .putState(room, "m.room.canonical_alias", "", Map.of("alias", next, "alt_aliases", List.of(old)));
        assertThat(homeserver.canonicalAlias(room)).contains(next);
    }
}
