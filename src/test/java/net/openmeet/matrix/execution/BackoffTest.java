package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** A delay grows with the attempts up to its bound and is never zero. It is never shorter than what the homeserver asked for. */
class BackoffTest {

    @Property
    void aDelayStaysWithinItsBounds(@ForAll @IntRange(max = 1000) int attempts, @ForAll long seed) {
        // given
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2), new Random(seed));

        // when
        Duration delay = backoff.delay(attempts, Optional.empty());

        // then
        long bound = attempts > 7 ? 120_000 : Math.min(120_000, 1000L << attempts);
        assertThat(delay.toMillis()).isBetween(bound / 10, bound);
    }

    @Property
    void whatTheHomeserverAskedForIsKept(
            @ForAll @IntRange(max = 20) int attempts, @ForAll @LongRange(min = 120_001, max = 10_000_000) long asked) {
        // given
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2), new Random(7));

        // when
        Duration delay = backoff.delay(attempts, Optional.of(Duration.ofMillis(asked)));

        // then
        assertThat(delay).isEqualTo(Duration.ofMillis(asked));
    }
}
