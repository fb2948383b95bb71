package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A task that was just assigned makes no call before it has read what was there before it came. It is never held back for ever:
 * silence, an empty topic or a minute end the wait.
 */
class CatchUpTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void itIsDoneAtOnceWhenTheInputIsEmpty() {
        assertThat(new CatchUp(CompletableFuture.completedFuture(0L), OptionalLong::empty, START).isDone(START))
                .isTrue();
    }

    @Test
    void itIsDoneOnceItReadTheLastRecordThatWasThere() {
        // given
        CatchUp catchUp = new CatchUp(CompletableFuture.completedFuture(10L), OptionalLong::empty, START);

        // when
        catchUp.read(8, START);
        boolean before = catchUp.isDone(START);
        catchUp.read(9, START);

        // then
        assertThat(before).isFalse();
        assertThat(catchUp.isDone(START)).isTrue();
    }

    @Test
    void aThreadThatStandsStillHasNotCaughtUp() {
        // given: the last two offsets are a marker's and an aborted record's
        long[] fetched = {0};
        CatchUp catchUp = new CatchUp(CompletableFuture.completedFuture(10L), () -> OptionalLong.of(fetched[0]), START);

        // then: nothing was fetched
        assertThat(catchUp.isDone(START.plusSeconds(1))).isFalse();
        assertThat(catchUp.isDone(START.plusSeconds(10))).isFalse();

        // then: all was fetched, and is given to the task one by one
        fetched[0] = 10;
        catchUp.read(6, START.plusSeconds(20));
        assertThat(catchUp.isDone(START.plusSeconds(20))).isFalse();
        catchUp.heard(START.plusSeconds(30));
        assertThat(catchUp.isDone(START.plusSeconds(30))).isFalse();
        catchUp.read(7, START.plusSeconds(40));
        assertThat(catchUp.isDone(START.plusSeconds(40))).isFalse();

        // then: none is left
        assertThat(catchUp.isDone(START.plusSeconds(40).plusMillis(10))).isTrue();
    }

    @Test
    void theEndIsWaitedForWhereItIsNotKnownYet() {
        // given
        CompletableFuture<Long> end = new CompletableFuture<>();
        CatchUp catchUp = new CatchUp(end, () -> OptionalLong.of(10), START);
        assertThat(catchUp.isDone(START.plusSeconds(1))).isFalse();
        assertThat(catchUp.isDone(START.plusSeconds(2))).isFalse();

        // when
        end.complete(10L);

        // then
        assertThat(catchUp.isDone(START.plusSeconds(3))).isTrue();
    }

    @Test
    void itIsDoneWhenNothingCameForAWhileAndNobodyKnowsWhatWasFetched() {
        // given
        CatchUp catchUp = new CatchUp(CompletableFuture.completedFuture(10L), OptionalLong::empty, START);
        catchUp.read(7, START.plusSeconds(1));

        // then
        assertThat(catchUp.isDone(START.plusMillis(1400))).isFalse();
        assertThat(catchUp.isDone(START.plusMillis(1501))).isTrue();
    }

    @Test
    void aStreamOfRecordsHoldsItBackForAMinuteAtTheMost() {
        // given
        CatchUp catchUp = new CatchUp(new CompletableFuture<>(), OptionalLong::empty, START);
        for (int second = 1; second <= 60; second++) {
            catchUp.read(second, START.plusSeconds(second));
            assertThat(catchUp.isDone(START.plusSeconds(second))).isFalse();
        }

        // then
        assertThat(catchUp.isDone(START.plusMillis(60_001))).isTrue();
    }
}
