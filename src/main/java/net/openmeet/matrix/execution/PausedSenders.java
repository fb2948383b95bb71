package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.homeserver.UserId;

/** Who was asked to slow down, and until when: a homeserver counts its rate limits by sender. {@link CallGate} guards it. */
final class PausedSenders {
    private final Map<UserId, Instant> paused = new HashMap<>();

    /** A pause that is longer already stays. */
    void pause(UserId sender, Instant until) {
        paused.merge(sender, until, (a, b) -> a.isAfter(b) ? a : b);
    }

    Optional<Instant> until(UserId sender, Instant now) {
        end(now);
        return Optional.ofNullable(paused.get(sender));
    }

    int count(Instant now) {
        end(now);
        return paused.size();
    }

    private void end(Instant now) {
        paused.values().removeIf(until -> !until.isAfter(now));
    }
}
