package net.openmeet.matrix.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How often passwords may be tried, by anybody: all of a test's logins come from one address. Safe for any thread. */
final class LoginLimit {
    private final Optional<LoginSettings.Limit> limit;
    /** When the bucket will be empty again. */
    private Instant emptyAt = Instant.EPOCH;

    LoginLimit(Optional<LoginSettings.Limit> limit) {
        this.limit = limit;
    }

    /** The refusal of an attempt that is one too many. */
    synchronized Optional<Answer> take() {
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        Duration each = limit.get().each();
        Instant now = Instant.now();
        Instant empty = emptyAt.isAfter(now) ? emptyAt : now;
        Instant free = empty.plus(each).minus(each.multipliedBy(limit.get().burst()));
        if (free.isAfter(now)) {
            return Optional.of(refusal(Duration.between(now, free)));
        }
        emptyAt = empty.plus(each);
        return Optional.empty();
    }

    private static Answer refusal(Duration wait) {
        long millis = wait.plusNanos(999_999).toMillis();
        return new Answer(
                429,
                Json.object()
                        .put("errcode", "M_LIMIT_EXCEEDED")
                        .put("error", "Too Many Requests")
                        .put("retry_after_ms", millis),
                Map.of("Retry-After", Long.toString((millis + 999) / 1000)));
    }
}
