package net.openmeet.matrix.cli;

import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.InterruptException;

/** So many a second, evenly. Owned by one thread. */
final class Beat {
    private static final long SECOND = 1_000_000_000L;

    private final long gap;
    private long next = System.nanoTime();

    /** @param rate a second, more than zero */
    Beat(double rate) {
        this.gap = (long) (SECOND / rate);
    }

    /** Returns when the next one may go. */
    void await() {
        long left = next - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptException("Interrupted");
            }
            left = next - System.nanoTime();
        }
        next = Math.max(next, System.nanoTime() - gap) + gap;
    }
}
