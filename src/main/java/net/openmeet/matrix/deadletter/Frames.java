package net.openmeet.matrix.deadletter;

import java.util.Arrays;

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
        StringBuilder text = new StringBuilder(failure.getClass().getName());
        Throwable next = failure;
        while (next != null && text.length() < MOST) {
            if (next != failure) {
                text.append("\nCaused by: ").append(next.getClass().getName());
            }
            Arrays.stream(next.getStackTrace())
                    .limit(EACH)
                    .forEach(frame -> text.append("\n\tat ").append(frame));
            next = next.getCause() == next ? null : next.getCause();
        }
        return text.substring(0, Math.min(MOST, text.length()));
    }
}
