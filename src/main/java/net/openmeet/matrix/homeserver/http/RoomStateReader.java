package net.openmeet.matrix.homeserver.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;

/**
 * Reads {@code GET /rooms/{id}/state} event by event, keeping of each only what a {@link Seen.RoomReading} shows: one event of at
 * most 64 kB is in memory at a time, whatever the room's size.
 */
final class RoomStateReader {
    private final Map<UserId, Membership> members = new HashMap<>();
    /** The few events with an empty state key that we know, by type. */
    private final Map<String, ObjectNode> room = new HashMap<>();

    private final Map<UserId, String> claims = new HashMap<>();

    private RoomStateReader() {}

    static Seen.RoomReading read(InputStream body) throws IOException {
        var reader = new RoomStateReader();
        try (JsonParser json = Json.mapper().createParser(body)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new UnexpectedAnswerException("not a list of events");
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                JsonNode event = json.readValueAsTree();
                reader.add(event);
            }
            if (json.currentToken() != JsonToken.END_ARRAY || json.nextToken() != null) {
                throw new UnexpectedAnswerException("not a list of events only");
            }
        }
        return reader.reading();
    }

    private void add(JsonNode event) {
        String key = event.path("state_key").asText();
        switch (event.path("type").asText()) {
            case "m.room.member" ->
                EventParts.user(key)
                        .ifPresent(user ->
                                EventParts.membership(event).ifPresent(membership -> members.put(user, membership)));
            case RoomState.LANE ->
                EventParts.user(key)
                        .ifPresent(user -> EventParts.text(event.path("content").path("lane"))
                                .ifPresent(lane -> claims.put(user, lane)));
            case "m.room.create",
                    "m.room.name",
                    "m.room.topic",
                    "m.room.canonical_alias",
                    "m.room.join_rules",
                    "m.room.guest_access",
                    "m.room.history_visibility",
                    "m.room.power_levels" -> {
                if (key.isEmpty() && event instanceof ObjectNode whole) {
                    room.put(event.path("type").asText(), whole);
                }
            }
            default -> {
                // Avatars, widgets, what moderators and clients keep in a room: not ours.
            }
        }
    }

    private Seen.RoomReading reading() {
        JsonNode create = content("m.room.create");
        JsonNode aliases = content("m.room.canonical_alias");
        return new Seen.RoomReading(
                EventParts.user(event("m.room.create").path("sender").asText()),
                stream(create.path("additional_creators"))
                        .flatMap(id -> EventParts.user(id.asText()).stream())
                        .toList(),
                EventParts.text(create.path(RoomState.LANE)),
                Collections.unmodifiableMap(claims),
                create.path("room_version").asText("1"),
                EventParts.text(content("m.room.name").path("name")),
                EventParts.text(content("m.room.topic").path("topic")),
                EventParts.alias(aliases.path("alias")),
                alternatives(aliases),
                joinRule(content("m.room.join_rules").path("join_rule").asText()),
                guests(content("m.room.guest_access").path("guest_access").asText()),
                EventParts.text(content("m.room.history_visibility").path("history_visibility")),
                content("m.room.power_levels") instanceof ObjectNode levels
                        ? Optional.of(PowerLevels.of(levels))
                        : Optional.empty(),
                Collections.unmodifiableMap(members));
    }

    private JsonNode event(String type) {
        ObjectNode event = room.get(type);
        return event == null ? Json.mapper().createObjectNode() : event;
    }

    private JsonNode content(String type) {
        return event(type).path("content");
    }

    private static List<RoomAlias> alternatives(JsonNode aliases) {
        return stream(aliases.path("alt_aliases"))
                .flatMap(alias -> EventParts.alias(alias).stream())
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Optional<JoinRule> joinRule(String word) {
        return Stream.of(JoinRule.values())
                .filter(rule -> rule.word().equals(word))
                .findFirst();
    }

    private static Optional<Boolean> guests(String word) {
        return switch (word) {
            case "can_join" -> Optional.of(true);
            case "forbidden" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
