package net.openmeet.matrix.homeserver;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A room alias, {@code #localpart:server}; case matters (Synapse keeps {@code #a} and {@code #A} apart). */
public record RoomAlias(String localpart, String server) implements Comparable<RoomAlias> {

    /** Reads {@code #localpart:server}.
     *
     * @throws IllegalArgumentException if it isn't one
     */
    @JsonCreator
    public static RoomAlias parse(String text) {
        int colon = text.indexOf(':');
        if (!text.startsWith("#") || colon < 1 || colon == text.length() - 1) {
            throw new IllegalArgumentException("Expected #localpart:server, but got " + text);
        }
        return new RoomAlias(text.substring(1, colon), text.substring(colon + 1));
    }

    @Override
    public int compareTo(RoomAlias other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        return "#" + localpart + ":" + server;
    }
}
