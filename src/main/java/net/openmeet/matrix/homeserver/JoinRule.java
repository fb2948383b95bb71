package net.openmeet.matrix.homeserver;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The two join rules we set; any other that a room has is read as absent. */
public enum JoinRule {
    PUBLIC,
    INVITE;

    /** The word that stands in {@code m.room.join_rules}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
