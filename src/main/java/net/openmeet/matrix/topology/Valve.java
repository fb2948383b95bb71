package net.openmeet.matrix.topology;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a backfill may go on now: as many facts as keep the stages behind intake from queueing. What is queued there stands before
 * every live change, since a partition is read in order. Shared by all intake tasks of a process; safe for use by several threads.
 */
public interface Valve {
    /** Holds nothing back. */
    Valve OPEN = facts -> true;

    /** Whether so many facts may go on. More than there is room for may, one time: the next ones wait longer then. */
    boolean take(int facts);

    /** One that lets on as many facts as the last measured queue left room for. */
    final class Measured implements Valve {
        private final int room;
        private final AtomicLong left;
        private volatile long measured;

        /** @param room how many facts may be queued: what the pipeline does in a fraction of a second */
        Measured(int room) {
            this.room = room;
            this.left = new AtomicLong(room);
            this.measured = room;
        }

        @Override
        public boolean take(int facts) {
            if (left.get() <= 0) {
                return false;
            }
            left.addAndGet(-facts);
            return true;
        }

        /** So many were queued just now. */
        void queued(long facts) {
            measured = room - facts;
            left.set(measured);
        }

        /** Whether there is room, and nothing was taken of it since it was measured: then there is nothing to measure. */
        boolean isIdle() {
            return measured > 0 && left.get() == measured;
        }
    }
}
