package net.openmeet.matrix.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an aggregate of OpenMeet is; the middle part of a record key. */
public enum Kind {
    EVENT,
    GROUP,
    USER;

    /** The word used in keys, aliases and metrics: {@code event}, {@code group} or {@code user}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind for {@code word}, which is case-sensitive as keys are. */
    public static Optional<Kind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
