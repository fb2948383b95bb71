package net.openmeet.matrix.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * The ordering unit and record key: an aggregate of OpenMeet, written {@code tenant/event/42}, {@code tenant/group/7} or
 * {@code tenant/user/9}. A lane of kind event or group is a room, one of kind user a person's account.
 *
 * @param tenant OpenMeet's tenant id, case kept
 * @param kind what the aggregate is
 * @param id its stable id; 7 and "7" are one id
 */
public record LaneKey(String tenant, Kind kind, String id) implements Comparable<LaneKey> {

    /** Reads {@code tenant/kind/id}; empty when it isn't one. */
    public static Optional<LaneKey> read(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[2].isEmpty()) {
            return Optional.empty();
        }
        return Kind.ofWord(parts[1]).map(kind -> new LaneKey(parts[0], kind, parts[2]));
    }

    /** Reads a key that we wrote ourselves.
     *
     * @throws IllegalArgumentException if it isn't a lane key
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static LaneKey parse(String text) {
        return read(text).orElseThrow(() -> new IllegalArgumentException("Expected tenant/kind/id, but got " + text));
    }

    /** Whether this lane is a room rather than a person's account. */
    @JsonIgnore
    public boolean isRoom() {
        return kind != Kind.USER;
    }

    @Override
    public int compareTo(LaneKey other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        return tenant + "/" + kind.word() + "/" + id;
    }
}
