package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How fast a lap goes, as measured by this process.
 *
 * @param from when measuring began
 * @param done lanes that were driven by then
 */
record RebuildRate(Optional<Instant> from, int done) {

    static RebuildRate unknown() {
        return new RebuildRate(Optional.empty(), 0);
    }

    /** Begins to measure, unless it does already. */
    RebuildRate since(int doneNow, Instant now) {
        return from.isPresent() ? this : new RebuildRate(Optional.of(now), doneNow);
    }

    /** When {@code remaining} more are driven, if that can be told yet. */
    Optional<Instant> end(int doneNow, int remaining, Instant now) {
        int more = doneNow - done;
        return from.filter(ignored -> more > 0).map(begin -> {
            long each = Duration.between(begin, now).toMillis() / more;
            return now.plusMillis(each * remaining);
        });
    }
}
