package net.openmeet.matrix.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** How old letters are, in steps: their topics keep them for 30 days. */
public enum LetterAge {
    HOUR("under 1 h", Duration.ofHours(1)),
    DAY("1 h to 1 d", Duration.ofDays(1)),
    WEEK("1 d to 7 d", Duration.ofDays(7)),
    THREE_WEEKS("7 d to 21 d", Duration.ofDays(21)),
    /** Soon gone. */
    OLDER("over 21 d", Duration.ofSeconds(Long.MAX_VALUE));

    private final String text;
    private final Duration under;

    LetterAge(String text, Duration under) {
        this.text = text;
        this.under = under;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** The step in which something of that time is. */
    public static LetterAge of(Instant at, Instant now) {
        Duration age = Duration.between(at, now);
        return Arrays.stream(values())
                .filter(step -> age.compareTo(step.under) < 0)
                .findFirst()
                .orElse(OLDER);
    }
}
