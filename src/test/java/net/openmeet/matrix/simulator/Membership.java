package net.openmeet.matrix.simulator;

import java.util.Locale;

/** Where a user stands in a room; NONE when the room has no word of them. */
public enum Membership {
    NONE,
    INVITE,
    JOIN,
    LEAVE,
    BAN;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Membership of(String word) {
        return switch (word) {
            case "invite" -> INVITE;
            case "join" -> JOIN;
            case "leave" -> LEAVE;
            case "ban" -> BAN;
            default -> throw MatrixError.unknown(400, "Invalid membership key");
        };
    }
}
