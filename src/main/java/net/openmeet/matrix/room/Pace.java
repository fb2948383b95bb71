package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * When things happened in a lane.
 *
 * @param awaitedSince since when a room is wanted that isn't there
 * @param lastFold when something was last folded in
 * @param lastJoin when somebody last came in by us
 * @param strife the target of the last contradiction, and how many there were in a row: planning must not turn in circles on a
 *     homeserver that contradicts itself
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Pace(
        Optional<Instant> awaitedSince,
        Optional<Instant> lastFold,
        Optional<Instant> lastJoin,
        Optional<Target> strife,
        int contradictions) {

    static Pace still() {
        return new Pace(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }

    /** Something was folded in; {@code awaited} if a room is now wanted that isn't there. */
    Pace folded(Instant now, boolean awaited) {
        Optional<Instant> since = awaited ? Optional.of(awaitedSince.orElse(now)) : Optional.empty();
        return new Pace(since, Optional.of(now), lastJoin, strife, contradictions);
    }

    Pace joined(Instant now) {
        return new Pace(awaitedSince, lastFold, Optional.of(now), strife, contradictions);
    }

    Pace contradicted(Target target) {
        boolean same = strife.filter(target::equals).isPresent();
        return new Pace(awaitedSince, lastFold, lastJoin, Optional.of(target), same ? contradictions + 1 : 1);
    }

    Pace calm() {
        return new Pace(awaitedSince, lastFold, lastJoin, Optional.empty(), 0);
    }
}
