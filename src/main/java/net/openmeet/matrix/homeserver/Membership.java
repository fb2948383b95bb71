package net.openmeet.matrix.homeserver;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * A user's {@code m.room.member} event in a room.
 *
 * @param sender who wrote it: the user, or who invited, kicked or banned them
 * @param reason the reason given, which tells our own kicks and leaves from others'
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Membership(State state, UserId sender, Optional<String> reason) {

    /** The {@code membership} field. */
    public enum State {
        JOIN,
        INVITE,
        LEAVE,
        BAN,
        KNOCK;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
