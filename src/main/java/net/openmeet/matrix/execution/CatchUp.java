package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Fold before acting: a task that was just assigned makes no call until it has read what was there before it came, so that a
 * rollback replays as one folded change and not as join, then kick. It has caught up when it read past the end its input had at
 * assignment, or when nothing came for a while (the end may be a transaction marker, which is never delivered), or after a minute.
 * Owned by the stream thread; the end is found out elsewhere.
 */
final class CatchUp {
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofMinutes(1);

    private final CompletableFuture<Long> end;
    private final Instant assigned;
    private Instant lastRecord;
    private boolean done;

    /** @param end the offset after the last record of the task's input at assignment; 0 when there is none */
    CatchUp(CompletableFuture<Long> end, Instant assigned) {
        this.end = end;
        this.assigned = assigned;
        this.lastRecord = assigned;
    }

    void read(long offset, Instant now) {
        lastRecord = now;
        if (!done && end.isDone() && !end.isCompletedExceptionally() && offset + 1 >= end.join()) {
            done = true;
        }
    }

    boolean isDone(Instant now) {
        if (!done) {
            boolean empty = end.isDone() && !end.isCompletedExceptionally() && end.join() == 0;
            done = empty || now.isAfter(lastRecord.plus(QUIET)) || now.isAfter(assigned.plus(MOST));
        }
        return done;
    }
}
