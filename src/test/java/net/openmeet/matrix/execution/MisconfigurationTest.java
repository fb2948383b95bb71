package net.openmeet.matrix.execution;

import static net.openmeet.matrix.execution.Misconfiguration.Verdict.EVERYBODYS;
import static net.openmeet.matrix.execution.Misconfiguration.Verdict.ITS_OWN;
import static net.openmeet.matrix.execution.Misconfiguration.Verdict.ONCE_MORE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.execution.Misconfiguration.Past;
import net.openmeet.matrix.execution.Misconfiguration.Verdict;
import net.openmeet.matrix.homeserver.Outcome.Failure;
import org.junit.jupiter.api.Test;

/**
 * Five rooms or people in a row that are refused the same with nobody served between are a misconfiguration, and fewer are their own
 * problem. While it stands one call a pause goes through, and the first that is granted ends it.
 */
class MisconfigurationTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final CallKind CREATE = new CallKind("CreateRoom", Kind.EVENT);
    private static final CallKind CREATE_GROUP = new CallKind("CreateRoom", Kind.GROUP);
    private static final Failure EXCLUSIVE = new Failure(400, Optional.of("M_EXCLUSIVE"), "not reserved");
    private static final Failure FORBIDDEN = new Failure(403, Optional.of("M_FORBIDDEN"), "no");
    private static final Past FIRST = new Past(false, false);
    private static final Past SECOND = new Past(true, false);
    private static final Past WAITED = new Past(false, true);

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));
    private final Misconfiguration subject = new Misconfiguration("ta", backoff);

    private static LaneKey event(int id) {
        return LaneKey.parse("ta/event/" + id);
    }

    private Verdict refused(int event, Past past) {
        return subject.refused(CREATE, event(event), EXCLUSIVE, past, NOW);
    }

    private void stands() {
        for (int id = 1; id <= 5; id++) {
            refused(id, FIRST);
        }
        assertThat(subject.standing()).isEqualTo(1);
    }

    @Test
    void theFifthInARowMakesItEverybodys() {
        // when, then
        for (int id = 1; id <= 4; id++) {
            assertThat(refused(id, FIRST)).isEqualTo(ONCE_MORE);
        }
        assertThat(subject.standing()).isZero();
        assertThat(refused(5, FIRST)).isEqualTo(EVERYBODYS);
        assertThat(refused(1, SECOND)).isEqualTo(EVERYBODYS);
        assertThat(subject.standing()).isEqualTo(1);
    }

    @Test
    void oneThatIsRefusedAgainAndAgainIsNoStreak() {
        // when, then
        assertThat(refused(1, FIRST)).isEqualTo(ONCE_MORE);
        for (int i = 0; i < 10; i++) {
            assertThat(refused(1, SECOND)).isEqualTo(ITS_OWN);
        }
        assertThat(subject.standing()).isZero();
    }

    @Test
    void whoIsServedBetweenEndsTheStreakSoDoesAnotherErrorCodeAndRoomsOfAnotherKindHaveTheirOwn() {
        // given
        for (int id = 1; id <= 4; id++) {
            refused(id, FIRST);
        }

        // when
        subject.granted(CREATE, event(9));
        refused(5, FIRST);
        subject.refused(CREATE, event(6), FORBIDDEN, FIRST, NOW);
        for (int id = 7; id <= 10; id++) {
            refused(id, FIRST);
        }
        subject.refused(CREATE_GROUP, LaneKey.parse("ta/group/1"), EXCLUSIVE, FIRST, NOW);

        // then
        assertThat(subject.standing()).isZero();
    }

    @Test
    void oneCallAPauseGoesThroughAndSomebodyComesWhenThePauseIsOver() {
        // given
        stands();
        LaneKey scout = event(5);
        Instant next = subject.nextLook(scout).orElseThrow();

        // when, then
        assertThat(subject.heldBack(CREATE, event(6), NOW)).contains(EXCLUSIVE);
        assertThat(subject.nextLook(event(6))).isEmpty();
        assertThat(subject.heldBack(CREATE_GROUP, LaneKey.parse("ta/group/1"), NOW))
                .isEmpty();
        assertThat(subject.heldBack(CREATE, scout, next)).isEmpty();
        assertThat(subject.heldBack(CREATE, event(6), next)).contains(EXCLUSIVE);
        assertThat(subject.nextLook(event(6)).orElseThrow()).isAfter(next);
    }

    @Test
    void thePausesGrow() {
        // given
        stands();
        Instant now = NOW;
        int probes = 0;

        // when: an hour long somebody asks every second
        while (now.isBefore(NOW.plus(Duration.ofHours(1)))) {
            if (subject.heldBack(CREATE, event(7), now).isEmpty()) {
                probes++;
            }
            now = now.plusSeconds(1);
        }

        // then: full jitter over 30 s at the most
        assertThat(probes).isBetween(120, 400);
    }

    @Test
    void whereNobodyComesWhenThePauseIsOverOthersAreCalledOnceEveryFewSeconds() {
        // given: one is let through, and nothing is heard of it
        stands();
        subject.heldBack(CREATE, event(6), NOW);
        Instant next = subject.nextLook(event(5)).orElseThrow();
        subject.heldBack(CREATE, event(5), next);
        Instant late = next.plus(Duration.ofSeconds(35));

        // when, then
        assertThat(subject.overdue(next)).isEmpty();
        assertThat(subject.overdue(late)).containsExactly(event(5), event(6));
        assertThat(subject.overdue(late.plusMillis(10))).isEmpty();
        assertThat(subject.heldBack(CREATE, event(6), late)).isEmpty();
    }

    @Test
    void theFirstThatIsGrantedEndsItAndTellsWhoWasDeadLetteredBeforeItWasClear() {
        // given
        refused(1, FIRST);
        refused(1, SECOND);
        for (int id = 2; id <= 5; id++) {
            refused(id, FIRST);
        }
        int before = subject.ends();

        // when, then
        assertThat(subject.granted(CREATE, event(5))).containsExactly(event(1));
        assertThat(subject.standing()).isZero();
        assertThat(subject.ends()).isEqualTo(before + 1);
        assertThat(subject.heldBack(CREATE, event(6), NOW)).isEmpty();
        assertThat(subject.granted(CREATE, event(5))).isEmpty();
    }

    @Test
    void whoWaitedBeforeARestartGoesOnWaitingUntilSomebodyIsServed() {
        // when, then
        assertThat(refused(1, WAITED)).isEqualTo(EVERYBODYS);

        // when
        subject.granted(CREATE, event(2));

        // then
        assertThat(refused(1, WAITED)).isEqualTo(ONCE_MORE);
        assertThat(refused(1, SECOND)).isEqualTo(ITS_OWN);
    }

    @Test
    void whoIsRefusedAgainAfterThreeEndsHasAProblemOfTheirOwn() {
        // given: five that will never be granted, and one that is now and then
        Verdict last = EVERYBODYS;
        for (int round = 1; round <= 4; round++) {
            for (int id = 1; id <= 5; id++) {
                last = refused(id, FIRST);
            }
            assertThat(subject.heldBack(CREATE, event(6), NOW)).isPresent();

            // when
            subject.granted(CREATE, event(9));
        }

        // then
        assertThat(last).isEqualTo(ITS_OWN);
    }
}
