package net.openmeet.matrix.homeserver;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A room's id, opaque: {@code !abc:server}, and from room version 12 on without the server. */
public record RoomId(@JsonValue String value) {

    @JsonCreator
    public static RoomId of(String value) {
        return new RoomId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
