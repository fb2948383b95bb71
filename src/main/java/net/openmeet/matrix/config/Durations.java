package net.openmeet.matrix.config;

import java.time.Duration;

/** Writes durations as people do, and as {@link Parse#duration} reads them. */
final class Durations {
    private Durations() {}

    /** In the largest unit that fits without a remainder, such as {@code 10m}. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0 || millis == 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
