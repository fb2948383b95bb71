package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
        assertThat(new CatchUp(CompletableFuture.completedFuture(0L), START).isDone(START))
                .isTrue();
    }

    @Test
    void itIsDoneOnceItReadTheLastRecordThatWasThere() {
        // given
        CatchUp catchUp = new CatchUp(CompletableFuture.completedFuture(10L), START);

        // when
        catchUp.read(8, START);
        boolean before = catchUp.isDone(START);
        catchUp.read(9, START);

        // then
        assertThat(before).isFalse();
        assertThat(catchUp.isDone(START)).isTrue();
    }

    @Test
    void itIsDoneWhenNothingCameForAWhile() {
        // given
        CatchUp catchUp = new CatchUp(CompletableFuture.completedFuture(10L), START);
        catchUp.read(7, START.plusSeconds(1));

        // then
        assertThat(catchUp.isDone(START.plusMillis(1400))).isFalse();
        assertThat(catchUp.isDone(START.plusMillis(1501))).isTrue();
    }

    @Test
    void aStreamOfRecordsHoldsItBackForAMinuteAtTheMost() {
        // given
        CatchUp catchUp = new CatchUp(new CompletableFuture<>(), START);
        for (int second = 1; second <= 60; second++) {
            catchUp.read(second, START.plusSeconds(second));
            assertThat(catchUp.isDone(START.plusSeconds(second))).isFalse();
        }

        // then
        assertThat(catchUp.isDone(START.plusMillis(60_001))).isTrue();
    }
}
