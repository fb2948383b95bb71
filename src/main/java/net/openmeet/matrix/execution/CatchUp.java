package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Fold before acting: a task that was just assigned makes no call until it has read what was there before it came, so that a
 * rollback replays as one folded change and not as join, then kick. It has caught up when it read past the end its input had at
 * assignment; or when all up to there was fetched and none of it waits any more (the end is mostly a transaction marker, which is
 * never delivered); or after a minute.
 *
 * <p>That nothing came for a while says nothing by itself: a thread that starts cold, or has a backlog of other tasks, takes a record
 * every 150 ms, and was seen to take the first one later than half a second. It counts only where nobody knows what was fetched.
 *
 * <p>Owned by the stream thread; the end is found out elsewhere.
 */
final class CatchUp {
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofMinutes(1);

    private final CompletableFuture<Long> end;
    private final Supplier<OptionalLong> fetched;
    private final Instant assigned;
    private Instant lastRecord;
    private boolean heard = true;
    private boolean done;

    /**
     * @param end the offset after the last record of the task's input at assignment; 0 when there is none
     * @param fetched as {@link TaskInput#fetched}
     */
    CatchUp(CompletableFuture<Long> end, Supplier<OptionalLong> fetched, Instant assigned) {
        this.end = end;
        this.fetched = fetched;
        this.assigned = assigned;
        this.lastRecord = assigned;
    }

    /** The task was given a record, of whatever topic: more may wait behind it. */
    void heard(Instant now) {
        lastRecord = now;
        heard = true;
    }

    /** The task was given the operation at {@code offset}. */
    void read(long offset, Instant now) {
        heard(now);
        done |= isEndKnown() && offset + 1 >= end.join();
    }

    /** Asked in each punctuation: between two of them Kafka Streams gives a task at least one of the records that wait for it. */
    boolean isDone(Instant now) {
        if (!done) {
            boolean waiting = heard;
            heard = false;
            done = now.isAfter(assigned.plus(MOST)) || isEmpty() || (!waiting && isFetched(now));
        }
        return done;
    }

    private boolean isFetched(Instant now) {
        OptionalLong upTo = fetched.get();
        if (upTo.isEmpty() || end.isCompletedExceptionally()) {
            return now.isAfter(lastRecord.plus(QUIET));
        }
        return isEndKnown() && upTo.getAsLong() >= end.join();
    }

    private boolean isEmpty() {
        return isEndKnown() && end.join() == 0;
    }

    private boolean isEndKnown() {
        return end.isDone() && !end.isCompletedExceptionally();
    }
}
