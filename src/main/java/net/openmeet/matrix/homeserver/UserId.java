package net.openmeet.matrix.homeserver;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A Matrix user id, {@code @localpart:server}.
 *
 * @see <a href="https://spec.matrix.org/v1.15/appendices/#user-identifiers">Matrix specification, user identifiers</a>
 */
public record UserId(String localpart, String server) implements Comparable<UserId> {

    /** Reads {@code @localpart:server}.
     *
     * @throws IllegalArgumentException if it isn't one
     */
    @JsonCreator
    public static UserId parse(String text) {
        int colon = text.indexOf(':');
        if (!text.startsWith("@") || colon < 2 || colon == text.length() - 1) {
            throw new IllegalArgumentException("Expected @localpart:server, but got " + text);
        }
        return new UserId(text.substring(1, colon), text.substring(colon + 1));
    }

    @Override
    public int compareTo(UserId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        return "@" + localpart + ":" + server;
    }
}
