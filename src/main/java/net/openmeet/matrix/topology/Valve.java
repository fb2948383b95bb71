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

        /** @param room how many facts may be queued: what the pipeline does in a fraction of a second */
        Measured(int room) {
            this.room = room;
            this.left = new AtomicLong(room);
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
            left.set(room - facts);
        }

        /** Whether nothing was taken since nothing was queued: then there is nothing to measure. */
        boolean isIdle() {
            return left.get() == room;
        }
    }
}
