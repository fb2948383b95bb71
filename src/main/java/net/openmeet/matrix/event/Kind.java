package net.openmeet.matrix.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an aggregate of OpenMeet is; the middle part of a record key. */
public enum Kind {
    EVENT,
    GROUP,
    USER,
    /** No aggregate of OpenMeet: the service's own room, by which it sees whether chats follow. */
    CANARY;

    /** The word used in keys, aliases and metrics: {@code event}, {@code group}, {@code user} or {@code canary}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind for {@code word}, which is case-sensitive as keys are. */
    public static Optional<Kind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
