package net.openmeet.matrix.execution;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;

/**
 * The daily resync of a tenant's lanes in one task, as stored: a walk round all of them that takes the whole interval, so that reads are
 * spread evenly however the lanes came to be.
 *
 * @param began when this round would have begun, had it gone on without a break
 * @param after the last key that it passed; the walk goes on there in the next round
 * @param passed lanes it looked at in this round
 * @param expected lanes there were when the round began; those made since were read then
 */
record Walk(Instant began, String after, int passed, int expected) {

    static Walk begin(String tenant, int expected, Instant now) {
        return new Walk(now, tenant + "/", 0, expected);
    }

    /** Whether the time of the next lane has come. */
    boolean isDue(Duration every, Instant now) {
        double part = (double) Duration.between(began, now).toMillis() / (double) every.toMillis();
        return part * expected > passed;
    }

    /** Whether the next round may begin. */
    boolean isOver(Duration every, Instant now) {
        return !now.isBefore(began.plus(every));
    }

    /** The next round, which goes on where this one is. */
    Walk again(int lanes, Instant now) {
        return new Walk(now, after, 0, lanes);
    }

    /** After a break, in which no time passed for the walk: what it missed isn't made up for in a burst. */
    Walk resumed(Duration every, Instant now) {
        long walked = Math.min(every.toMillis(), every.toMillis() * passed / Math.max(1, expected));
        return new Walk(now.minusMillis(walked), after, passed, expected);
    }

    Walk past(String lane) {
        return new Walk(began, lane, passed + 1, expected);
    }

    /** Behind the last lane comes the first. */
    Walk around() {
        String start = tenant() + "/";
        // Nobody is left, though somebody was when the round began.
        int turns = after.equals(start) ? passed + 1 : passed;
        return new Walk(began, start, turns, expected);
    }

    /** Behind the last of the tenant's keys. */
    @JsonIgnore
    String end() {
        return tenant() + LaneTable.END;
    }

    private String tenant() {
        return after.substring(0, after.indexOf('/'));
    }
}
