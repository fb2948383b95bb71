package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** There are never more turns a second than allowed, and none are caught up with after a pause. */
class PacingTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void turnsAreEvenlySpread() {
        // given
        var pacing = new Pacing(50);
        long now = -7 * SECOND;
        long began = now;
        // when
        for (int turn = 0; turn <= 10_000; turn++) {
            now += pacing.turn(now).toNanos();
        }
        // then
        assertThat(now - began).isEqualTo(200 * SECOND);
    }

    @Test
    void afterAPauseThereIsNoBurst() {
        // given
        var pacing = new Pacing(10);
        assertThat(pacing.turn(0)).isZero();
        // when: a record took its time
        long later = 5 * SECOND;
        // then
        assertThat(pacing.turn(later)).isZero();
        assertThat(pacing.turn(later)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void withoutALimitNobodyWaits() {
        var pacing = new Pacing(0);
        assertThat(pacing.turn(3)).isZero();
        assertThat(pacing.turn(3)).isZero();
    }

    @Test
    void theClockMayOverflow() {
        // given
        var pacing = new Pacing(1);
        pacing.turn(Long.MAX_VALUE);
        // when then
        assertThat(pacing.turn(Long.MAX_VALUE + SECOND / 2)).isEqualTo(Duration.ofMillis(500));
    }
}
