package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One event of a room's timeline. Its content is shared between readers and never changed.
 *
 * @param stateKey present for state events
 * @param sentAt milliseconds since the epoch
 */
public record RoomEvent(
        String eventId, String type, Optional<String> stateKey, String sender, ObjectNode content, long sentAt) {

    boolean isState(String wantedType, String wantedKey) {
        return type.equals(wantedType) && stateKey.filter(wantedKey::equals).isPresent();
    }

    /** Event format of {@code ?format=event}: no {@code age} or {@code user_id} beside the event. */
    ObjectNode toClientEvent(String roomId) {
        long age = System.currentTimeMillis() - sentAt;
        ObjectNode event = Json.object();
        event.set("content", content);
        event.put("event_id", eventId).put("origin_server_ts", sentAt).put("room_id", roomId);
        event.put("sender", sender);
        stateKey.ifPresent(key -> event.put("state_key", key));
        event.put("type", type);
        event.set("unsigned", Json.object().put("age", age));
        return event;
    }

    /** The older format that lists of events still come in. */
    ObjectNode toListedEvent(String roomId) {
        ObjectNode event = toClientEvent(roomId);
        event.set("age", event.path("unsigned").path("age"));
        return event.put("user_id", sender);
    }
}
