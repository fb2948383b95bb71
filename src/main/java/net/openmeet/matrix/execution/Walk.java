package net.openmeet.matrix.execution;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;

/**
 * The daily resync of a tenant's lanes in one task, as stored: a walk over all of them that takes the whole interval, so that reads are
 * spread evenly however the lanes came to be.
 *
 * @param began when it would have begun, had it gone on without a break
 * @param after the last key that it passed
 * @param passed lanes it looked at
 * @param expected lanes there were on the walk before; 0 if there was none
 */
record Walk(Instant began, String after, int passed, int expected) {

    static Walk begin(String tenant, int expected, Instant now) {
        return new Walk(now, tenant + "/", 0, expected);
    }

    /** Whether the time of the next lane has come. */
    boolean isDue(Duration every, long lanes, Instant now) {
        double part = (double) Duration.between(began, now).toMillis() / (double) every.toMillis();
        return part * (double) lanes(lanes) >= passed + 1;
    }

    /** Whether the next walk may begin. */
    boolean isOver(Duration every, Instant now) {
        return !now.isBefore(began.plus(every));
    }

    /** After a break, in which no time passed for the walk: what it missed isn't made up for in a burst. */
    Walk resumed(Duration every, long lanes, Instant now) {
        long walked = Math.min(every.toMillis(), every.toMillis() * passed / lanes(lanes));
        return new Walk(now.minusMillis(walked), after, passed, expected);
    }

    Walk past(String lane) {
        return new Walk(began, lane, passed + 1, expected);
    }

    /** Behind the last of the tenant's keys. */
    @JsonIgnore
    String end() {
        return after.substring(0, after.indexOf('/')) + LaneTable.END;
    }

    private long lanes(long now) {
        return Math.max(1, expected > 0 ? expected : now);
    }
}
