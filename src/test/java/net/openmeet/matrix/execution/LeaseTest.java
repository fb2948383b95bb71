package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A lease ends by itself when its stream thread isn't seen, and isn't renewed before a consumer that was thrown out meanwhile had time
 * to learn so. So nothing is written in the time in which the broker may have given the task to somebody else.
 */
class LeaseTest {
    private static final Lease.Terms TERMS = Lease.Terms.of(Duration.ofSeconds(30), Duration.ofSeconds(3));

    private long nanos = Long.MAX_VALUE - 1_000; // it may overflow, as System.nanoTime() may
    private long stoodStill;
    private final Lease lease = new Lease(TERMS, () -> nanos, gap -> stoodStill = gap);

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void seenFor(Duration time) {
        for (long passed = 0; passed < time.toMillis(); passed += 10) {
            pass(Duration.ofMillis(10));
            lease.renew();
        }
    }

    @Example
    void aStopWhileItSettlesBeginsItAnew() {
        // given
        pass(Duration.ofMinutes(2));
        seenFor(Duration.ofSeconds(5));

        // when
        pass(Duration.ofSeconds(3));
        seenFor(TERMS.settle().minusMillis(10));

        // then
        assertThat(lease.holds()).isFalse();
    }

    @Example
    void itHoldsWhileTheStreamThreadIsSeen() {
        for (int tick = 0; tick < 10_000; tick++) {
            pass(Duration.ofMillis(10));
            assertThat(lease.holds()).isTrue();
            lease.renew();
        }
        assertThat(stoodStill).isZero();
    }

    @Example
    void itEndsByItselfWhenTheStreamThreadIsNotSeen() {
        // when
        pass(TERMS.length().minusMillis(1));
        boolean before = lease.holds();
        pass(Duration.ofMillis(1));

        // then
        assertThat(before).isTrue();
        assertThat(lease.holds()).isFalse();
    }

    @Example
    void afterALongerGapTheConsumerFirstFindsOutWhatItOwns() {
        // given
        pass(Duration.ofMinutes(2));

        // when
        lease.renew();
        boolean atOnce = lease.holds();
        seenFor(TERMS.settle().minusMillis(10));
        boolean soon = lease.holds();
        seenFor(Duration.ofMillis(10));

        // then
        assertThat(atOnce).isFalse();
        assertThat(soon).isFalse();
        assertThat(lease.holds()).isTrue();
        assertThat(stoodStill).isEqualTo(Duration.ofMinutes(2).toNanos());
    }

    @Example
    void whatWasEndedNeverHoldsAgain() {
        // given
        lease.end();

        // when
        pass(Duration.ofMillis(10));
        lease.renew();

        // then
        assertThat(lease.holds()).isFalse();
    }

    /** The broker gave the task away a session after the last heartbeat, and the consumer hears of it a heartbeat after it woke. */
    @Property(tries = 500)
    void itNeverHoldsOnceTheTaskMayBeSomebodyElses(@ForAll long seed) {
        // given
        Random random = new Random(seed);
        Duration session = Duration.ofMillis(4_000 + random.nextInt(40_000));
        Duration heartbeat = Duration.ofMillis(500 + random.nextInt((int) session.toMillis() / 3 - 500));
        nanos = random.nextLong();
        Lease any = new Lease(Lease.Terms.of(session, heartbeat), () -> nanos, gap -> {});
        long heard = nanos;
        long wokeAt = nanos;
        boolean thrownOut = false;

        for (int step = 0; step < 300; step++) {
            // when: mostly ticks, at times a stop
            boolean stop = random.nextInt(40) == 0;
            long gap = stop
                    ? random.nextLong(Duration.ofSeconds(90).toNanos())
                    : Duration.ofMillis(10 + random.nextInt(900)).toNanos();
            nanos += gap;
            // A heartbeat goes out each interval, also after a stop, but what it is answered takes its time.
            thrownOut |= nanos - heard > session.toNanos();
            if (gap > Duration.ofSeconds(1).toNanos()) {
                wokeAt = nanos;
            }
            assertThat(thrownOut && any.holds())
                    .as("before it was seen, seed %d", seed)
                    .isFalse();
            any.renew();
            assertThat(thrownOut && any.holds()).as("seed %d", seed).isFalse();
            if (thrownOut && nanos - wokeAt > heartbeat.toNanos()) {
                return; // it knows by now: the task is closed
            }
            if (!thrownOut && nanos - heard >= heartbeat.toNanos()) {
                heard = nanos;
            }
        }
    }
}
