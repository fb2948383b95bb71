package net.openmeet.matrix.deadletter;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.LaneKey;

/**
 * One dead letter as it lies on its topic, without its value, which may be large. It was read as far as it can be: a garbled one is a
 * letter, too.
 *
 * @param id where it lies
 * @param at when it was written
 * @param reason a stable code, such as {@code unknown-value}
 * @param errcode the homeserver's
 * @param message what was wrong, for people; may name somebody
 * @param lane the room or person, if the record's key is one
 * @param bytes how large its value is
 */
public record Letter(
        Coordinates id,
        Instant at,
        String reason,
        Optional<String> errcode,
        Optional<String> message,
        Optional<LaneKey> lane,
        int bytes,
        About about) {

    /** Of a letter that isn't what its topic holds. */
    public static final String UNREADABLE = "unreadable-letter";

    /** The tenant, if it can be told. */
    public Optional<String> tenant() {
        return lane.map(LaneKey::tenant);
    }

    /** What it is about, in a few words for a table: never somebody's name. */
    public String subject() {
        String key = lane.map(LaneKey::toString).orElse("?");
        return switch (about) {
            case About.Event event -> event.type().map(type -> key + " " + type).orElse(key);
            case About.Operation operation ->
                key + " " + operation.slot()
                        + operation.attribute().map(word -> " " + word).orElse("");
            case About.Garbled ignored -> key;
        };
    }
}
