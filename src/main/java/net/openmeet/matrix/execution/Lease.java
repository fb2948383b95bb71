package net.openmeet.matrix.execution;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Whether this instance may still call for a task. Kafka gives a task to somebody else once its instance was silent for a session
 * timeout, and an instance that was stopped that long (SIGSTOP, a paused virtual machine, a long collection) goes on where it stood:
 * it would send what it planned before.
 *
 * <p>So the stream thread renews a lease in each punctuation, and whoever writes a request asks for it right before. The lease and a
 * heartbeat interval together are shorter than the session timeout: while it holds, the broker can't have given the task away, because
 * the last heartbeat it got is younger than that. A gap longer than the lease ends it, and it isn't renewed before the consumer had
 * time to find out what it still owns: it sends a heartbeat at once when it wakes, is told that it was thrown out, and the thread then
 * closes the task in its next poll. An instance that is cut off from Kafka alone stops in its next commit, which follows each call
 * within a commit interval, and with it its lease.
 *
 * <p>What is left: a stop between the question and the write of the request, some microseconds; and a clock that stands still with the
 * machine ({@link System#nanoTime} does so while a laptop sleeps).
 *
 * <p>Renewed and ended by the stream thread; {@link #holds} may be asked on any.
 */
public final class Lease {
    /** While it settles it must be seen all the time: the consumer's own thread may stand still with it. */
    private static final Duration SEEN = Duration.ofSeconds(1);

    private final Terms terms;
    private final LongSupplier nanos;
    private final LongConsumer stoodStill;
    private long seen;
    private boolean settling;
    private long settled;
    private volatile long until;
    private volatile boolean ended;

    /**
     * How long.
     *
     * @param length a call may begin so long after the stream thread was last seen
     * @param settle after a longer gap nothing begins for so long: more than a heartbeat interval
     */
    public record Terms(Duration length, Duration settle) {

        /** Half of what is left of a session after a heartbeat, and two heartbeats and a second to find out. */
        public static Terms of(Duration session, Duration heartbeat) {
            Duration left = session.minus(heartbeat).dividedBy(2);
            return new Terms(left, heartbeat.multipliedBy(2).plusSeconds(1));
        }
    }

    /**
     * One that holds from now on.
     *
     * @param nanos a monotonic clock
     * @param stoodStill told how long the thread wasn't seen, in nanoseconds, when that was longer than the lease
     */
    Lease(Terms terms, LongSupplier nanos, LongConsumer stoodStill) {
        this.terms = terms;
        this.nanos = nanos;
        this.stoodStill = stoodStill;
        this.seen = nanos.getAsLong();
        this.until = seen + terms.length().toNanos();
    }

    /** The stream thread is alive. */
    void renew() {
        long now = nanos.getAsLong();
        long gap = now - seen;
        seen = now;
        boolean stopped = gap > terms.length().toNanos();
        if (stopped) {
            stoodStill.accept(gap);
        }
        if (stopped || (settling && gap > SEEN.toNanos())) {
            settling = true;
            settled = now + terms.settle().toNanos();
        }
        if (settling && now - settled < 0) {
            return;
        }
        settling = false;
        until = now + terms.length().toNanos();
    }

    /** Whether a request may be written now. */
    boolean holds() {
        return !ended && until - nanos.getAsLong() > 0;
    }

    /** The task is closed: it never holds again. */
    void end() {
        ended = true;
    }
}
