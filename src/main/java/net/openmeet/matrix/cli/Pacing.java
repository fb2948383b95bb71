package net.openmeet.matrix.cli;

import java.time.Duration;

/** So many a second at the most, evenly: what wasn't used isn't caught up with later, so there is never a burst. Owned by one thread. */
final class Pacing {
    private final long interval;
    private long next = Long.MIN_VALUE;

    /** @param perSecond 0 for no limit */
    Pacing(int perSecond) {
        this.interval = perSecond == 0 ? 0 : Duration.ofSeconds(1).toNanos() / perSecond;
    }

    /** Takes the next turn, and answers how long to wait for it at {@code nanos}. */
    Duration turn(long nanos) {
        boolean due = next == Long.MIN_VALUE || nanos - next >= 0;
        long turn = due ? nanos : next;
        next = turn + interval;
        return Duration.ofNanos(turn - nanos);
    }
}
