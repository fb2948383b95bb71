package net.openmeet.matrix.deadletter;

import java.util.Arrays;
import java.util.Optional;

/**
 * A stack trace as letters show it: classes and frames alone, because the message of an exception may quote what it was about.
 */
public final class Frames {
    /** Enough for what is ours in it; the headers of a letter must fit beside an original of the largest size. */
    static final int MOST = 4_000;

    /** Of each exception, so that the first one's don't hide where it came from. */
    private static final int EACH = 12;

    private Frames() {}

    /** Those of {@code failure} and of what caused it, cut to {@value #MOST} characters. */
    public static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Optional<Throwable> next = Optional.of(failure);
        while (next.isPresent() && text.length() < MOST) {
            Throwable one = next.get();
            text.append(text.isEmpty() ? "" : "\nCaused by: ")
                    .append(one.getClass().getName());
            Arrays.stream(one.getStackTrace())
                    .limit(EACH)
                    .forEach(frame -> text.append("\n\tat ").append(frame));
            next = Optional.ofNullable(one.getCause());
        }
        return text.substring(0, Math.min(MOST, text.length()));
    }
}
