package net.openmeet.matrix.execution;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the executors of one process share: on which terms they may call, and whether the process is about to end. Then nothing new
 * is sent, and the answers under way are waited for a moment, so that the next owner of a lane needn't doubt what became of its call.
 * Safe for any thread.
 */
public final class Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Duty.class);
    private static final long NANOS_A_MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Lease.Terms terms;
    private final LongSupplier nanos;
    private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - NANOS_A_MINUTE);
    private final Object idle = new Object();
    private int underWay;
    private volatile boolean ending;

    /** By the clock of this machine. */
    public Duty(Lease.Terms terms) {
        this(terms, System::nanoTime);
    }

    /** @param nanos what leases are measured by, as {@link System#nanoTime} counts */
    public Duty(Lease.Terms terms, LongSupplier nanos) {
        this.terms = terms;
        this.nanos = nanos;
    }

    /** A new lease, for the task that the calling thread runs. */
    Lease lease() {
        return new Lease(terms, nanos, this::stoodStill);
    }

    /** Whether nothing new is to be sent. */
    boolean isEnding() {
        return ending;
    }

    /** A call was sent. */
    void sent() {
        synchronized (idle) {
            underWay++;
        }
    }

    /** What came of so many calls is stored, or nobody will ask for it any more. */
    void done(int calls) {
        synchronized (idle) {
            underWay -= calls;
            idle.notifyAll();
        }
    }

    /**
     * Sends nothing more, and waits until what is under way was answered and taken in.
     *
     * @param most to wait for
     */
    public void end(Duration most) {
        ending = true;
        long deadline = System.nanoTime() + most.toNanos();
        synchronized (idle) {
            try {
                long left = most.toMillis();
                while (underWay > 0 && left > 0) {
                    idle.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (underWay > 0) {
                LOG.info("{} calls have no answer yet: their lanes are looked at again after the restart", underWay);
            }
        }
    }

    /** Every task of a thread notices the same gap: said once. */
    private void stoodStill(long gap) {
        long now = System.nanoTime();
        long before = warnedAt.get();
        if (now - before >= NANOS_A_MINUTE && warnedAt.compareAndSet(before, now)) {
            LOG.warn(
                    "A stream thread stood still for {} s, longer than the lease of {} s: nothing is sent for {} s",
                    TimeUnit.NANOSECONDS.toSeconds(gap),
                    terms.length().toSeconds(),
                    terms.settle().toSeconds());
        }
    }
}
