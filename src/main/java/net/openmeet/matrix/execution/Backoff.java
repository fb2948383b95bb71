package net.openmeet.matrix.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter, never shorter than what the homeserver asked for. Safe for use by several threads if
 * {@code random} is.
 *
 * @param first the upper bound of the first delay
 * @param most the upper bound of every delay of our own
 */
public record Backoff(Duration first, Duration most, RandomGenerator random) {

    /** The delay before try {@code attempts + 1}, at least {@code asked} and at least a tenth of the bound. */
    public Duration delay(int attempts, Optional<Duration> asked) {
        long bound = Math.min(most.toMillis(), first.toMillis() << Math.min(attempts, 20));
        long floor = Math.max(1, bound / 10);
        Duration own = Duration.ofMillis(floor + random.nextLong(Math.max(1, bound - floor)));
        return asked.filter(wish -> wish.compareTo(own) > 0).orElse(own);
    }
}
