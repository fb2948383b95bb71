package net.openmeet.matrix.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.EpochMark;
import net.openmeet.matrix.homeserver.EpochMark.Half;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A homeserver that was wiped or restored from an older backup is noticed within two looks, once for each time. Nothing else raises
 * the epoch: no silence, no refusal, no lost answer, no takeover.
 */
class WatchTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TWO_LOOKS = Duration.ofMinutes(2);
    private static final Outcome.Failure NO = new Outcome.Failure(500, Optional.of("M_UNKNOWN"), "no");

    private final WatchDriver driver = new WatchDriver();

    @Test
    void aHomeserverThatIsNewToUsGetsItsFirstMarksAndNothingIsRaised() {
        // when
        driver.pass(Duration.ZERO);

        // then
        assertThat(driver.backup()).isEqualTo(Map.of(Half.ODD, new EpochMark(0, 1), Half.EVEN, new EpochMark(0, 2)));
        assertThat(driver.losses()).isEmpty();
        assertThat(driver.ledger().since()).isEmpty();
    }

    @Test
    void aMinuteCostsTwoReadsAndOneWrite() {
        // given
        driver.pass(Duration.ZERO);
        int before = driver.calls();

        // when
        driver.pass(HOUR);

        // then
        assertThat(driver.calls() - before).isEqualTo(3 * 60);
        assertThat(driver.heartbeatThere()).isEqualTo(2 + 60);
    }

    @Test
    void aMarkThatIsThereWhereNothingIsStoredIsAdopted() {
        // given
        driver.restore(Map.of(Half.ODD, new EpochMark(3, 41), Half.EVEN, new EpochMark(3, 42)));

        // when
        driver.pass(Duration.ZERO);

        // then
        assertThat(driver.losses()).isEmpty();
        assertThat(driver.ledger().epoch()).isEqualTo(3);
        assertThat(driver.ledger().cause()).contains(Cause.ADOPTED);
        assertThat(driver.backup()).isEqualTo(Map.of(Half.ODD, new EpochMark(3, 43), Half.EVEN, new EpochMark(3, 42)));
    }

    @Test
    void aWipedHomeserverIsNoticedOnceAndMarkedAnew() {
        // given
        driver.pass(HOUR);
        long before = driver.heartbeatThere();

        // when
        driver.wipe();
        driver.pass(HOUR);

        // then
        assertThat(driver.causes()).containsExactly(Cause.WIPED);
        assertThat(driver.ledger().epoch()).isEqualTo(1);
        assertThat(driver.epochThere()).isEqualTo(1);
        assertThat(driver.heartbeatThere()).isGreaterThan(before);
    }

    @Test
    void aHomeserverRestoredFromAnOlderBackupIsNoticedOnce() {
        // given
        driver.pass(HOUR);
        Map<Half, EpochMark> backup = driver.backup();
        driver.pass(TWO_LOOKS);

        // when
        driver.restore(backup);
        driver.pass(HOUR);

        // then
        assertThat(driver.causes()).containsExactly(Cause.RESTORED);
        assertThat(driver.ledger().epoch()).isEqualTo(1);
    }

    @Test
    void aBackupThatIsTwoWritesOldIsOlderAndOneAsOldAsTheLastWriteIsNot() {
        // given
        driver.pass(HOUR);
        driver.restore(driver.backup());
        driver.pass(HOUR);
        assertThat(driver.losses()).isEmpty();

        // when
        Map<Half, EpochMark> backup = driver.backup();
        driver.pass(Duration.ofMinutes(1));
        driver.restore(backup);
        driver.pass(TWO_LOOKS);

        // then
        assertThat(driver.causes()).containsExactly(Cause.RESTORED);
    }

    @Test
    void theSameBackupRestoredTwiceIsNoticedTwice() {
        // given
        driver.pass(HOUR);
        Map<Half, EpochMark> backup = driver.backup();
        driver.pass(HOUR);

        // when
        driver.restore(backup);
        driver.pass(TWO_LOOKS);
        driver.restore(backup);
        driver.pass(TWO_LOOKS);

        // then
        assertThat(driver.causes()).containsExactly(Cause.RESTORED, Cause.RESTORED);
        assertThat(driver.epochThere()).isEqualTo(2);
    }

    @Test
    void aWriteThatLandsInAWipedDatabaseDoesNotHideTheWipe() {
        // given
        driver.pass(HOUR);

        // when
        driver.beforeNextWrite(driver::wipe);
        driver.pass(Duration.ofMinutes(3));

        // then
        assertThat(driver.causes()).containsExactly(Cause.WIPED);
    }

    @Test
    void aWriteThatLandsInARestoredDatabaseDoesNotHideThatEither() {
        // given
        driver.pass(HOUR);
        Map<Half, EpochMark> backup = driver.backup();
        driver.pass(HOUR);

        // when
        driver.beforeNextWrite(() -> driver.restore(backup));
        driver.pass(Duration.ofMinutes(3));

        // then
        assertThat(driver.causes()).containsExactly(Cause.RESTORED);
    }

    @Test
    void anOlderMarkSeenOnceIsAWorkerThatLagsBehind() {
        // given
        driver.pass(HOUR);
        Map<Half, EpochMark> newest = driver.backup();
        driver.wipe();
        int calls = driver.calls();

        // when
        while (driver.calls() < calls + 2) {
            driver.pass(Duration.ofSeconds(1));
        }
        driver.restore(newest);
        driver.pass(HOUR);

        // then
        assertThat(driver.losses()).isEmpty();
    }

    static Stream<Outcome> inconclusive() {
        return Stream.of(
                new Outcome.Retry(Optional.empty(), Outcome.Scope.HOMESERVER, NO),
                new Outcome.Retry(Optional.of(Duration.ofSeconds(20)), Outcome.Scope.SENDER, NO),
                new Outcome.Retry(Optional.empty(), Outcome.Scope.TARGET, NO),
                new Outcome.CredentialRejected(Outcome.Credential.APPSERVICE, NO),
                new Outcome.Contradicted(Outcome.Belief.ACTOR_IN_ROOM, NO),
                new Outcome.RoomUnknown(NO),
                new Outcome.Rejected(NO));
    }

    @ParameterizedTest
    @MethodSource("inconclusive")
    void whatIsNoCompleteGoodAnswerConcludesNothing(Outcome outcome) {
        // given
        driver.pass(HOUR);

        // when
        driver.answers(call -> Optional.of(outcome));
        driver.pass(HOUR);
        driver.recovers();
        driver.pass(HOUR);

        // then
        assertThat(driver.losses()).isEmpty();
        assertThat(driver.ledger().epoch()).isZero();
    }

    @ParameterizedTest
    @MethodSource("inconclusive")
    void aLossIsNoticedOnceTheHomeserverAnswersAgain(Outcome outcome) {
        // given
        driver.pass(HOUR);

        // when
        driver.answers(call -> Optional.of(outcome));
        driver.pass(HOUR);
        driver.wipe();
        driver.pass(HOUR);
        driver.recovers();
        driver.pass(TWO_LOOKS);

        // then
        assertThat(driver.causes()).containsExactly(Cause.WIPED);
    }

    @Test
    void aWriteWithoutAnAnswerIsNoLossWhetherItTookEffectOrNot() {
        // given
        driver.pass(HOUR);
        AtomicReference<Integer> puts = new AtomicReference<>(0);

        // when
        driver.answers(call -> {
            if (!(call instanceof MatrixCall.PutEpoch)) {
                return Optional.empty();
            }
            if (puts.updateAndGet(put -> put + 1) % 2 == 0) {
                driver.effect(call);
            }
            return Optional.of(new Outcome.Uncertain("timeout"));
        });
        driver.pass(HOUR);
        driver.recovers();
        driver.pass(HOUR);

        // then
        assertThat(driver.losses()).isEmpty();
    }

    @Test
    void aWriteThatTakesEffectLateIsNoLoss() {
        // given
        driver.pass(HOUR);
        AtomicReference<Optional<MatrixCall>> late = new AtomicReference<>(Optional.empty());
        driver.answers(call -> {
            if (call instanceof MatrixCall.PutEpoch && late.get().isEmpty()) {
                late.set(Optional.of(call));
                return Optional.of(new Outcome.Uncertain("timeout"));
            }
            return Optional.empty();
        });

        // when: who writes at once after the outage would have it overwritten by the late one
        driver.pass(Duration.ofSeconds(70));
        driver.outageEnded();
        driver.pass(Duration.ofSeconds(10));
        driver.effect(late.get().orElseThrow());
        driver.pass(HOUR);

        // then
        assertThat(driver.losses()).isEmpty();
    }

    @Test
    void aWriteOfTheOwnerBeforeThatTakesEffectLateIsNoLossEither() {
        // given
        driver.pass(HOUR);
        AtomicReference<Optional<MatrixCall>> late = new AtomicReference<>(Optional.empty());
        driver.answers(call -> {
            if (call instanceof MatrixCall.PutEpoch) {
                late.set(Optional.of(call));
                return Optional.of(new Outcome.Uncertain("reset"));
            }
            return Optional.empty();
        });
        while (late.get().isEmpty()) {
            driver.pass(Duration.ofSeconds(1));
        }
        driver.recovers();

        // when
        driver.takenOver(driver.ledger());
        driver.pass(Duration.ofSeconds(20));
        driver.effect(late.get().orElseThrow());
        driver.pass(HOUR);

        // then
        assertThat(driver.losses()).isEmpty();
    }

    @Test
    void aLossBehindAWriteWithoutAnAnswerIsNoticed() {
        // given
        driver.pass(HOUR);
        driver.answers(MatrixCall.PutEpoch.class, new Outcome.Uncertain("reset"));
        driver.pass(TWO_LOOKS);

        // when
        driver.wipe();
        driver.recovers();
        driver.pass(TWO_LOOKS);

        // then
        assertThat(driver.causes()).containsExactly(Cause.WIPED);
    }

    @Test
    void anOutageThatEndsIsLookedAtAtOnce() {
        // given
        driver.pass(HOUR);
        driver.wipe();

        // when
        driver.outageEnded();
        driver.pass(WatchDriver.PACE.again());

        // then
        assertThat(driver.causes()).containsExactly(Cause.WIPED);
    }

    @Test
    void whoTakesOverWithOlderStateRaisesNothing() {
        // given
        driver.pass(HOUR);
        Ledger stored = driver.ledger();
        driver.pass(HOUR);

        // when
        driver.takenOver(stored);
        driver.pass(HOUR);

        // then
        assertThat(driver.losses()).isEmpty();
        assertThat(driver.ledger().epoch()).isZero();
    }

    @Test
    void whatWasLostWhileNobodyWatchedIsNoticedAtTheStart() {
        // given
        driver.pass(HOUR);
        Ledger stored = driver.ledger();
        driver.wipe();

        // when
        driver.takenOver(stored);
        driver.pass(WatchDriver.PACE.again());

        // then
        assertThat(driver.causes()).containsExactly(Cause.WIPED);
    }

    @Test
    void aRaiseThatWasNeverStoredIsLearnedFromTheMark() {
        // given
        driver.pass(HOUR);
        Ledger stored = driver.ledger();
        driver.wipe();
        driver.pass(TWO_LOOKS);

        // when
        driver.takenOver(stored);
        driver.pass(HOUR);

        // then
        assertThat(driver.ledger().epoch()).isEqualTo(1);
        assertThat(driver.ledger().cause()).contains(Cause.ADOPTED);
    }

    @Test
    void aResyncIsCountedByItself() {
        // given
        driver.pass(HOUR);

        // when
        driver.askedForResync();
        driver.pass(HOUR);

        // then
        assertThat(driver.ledger().resync()).isEqualTo(1);
        assertThat(driver.ledger().epoch()).isZero();
        assertThat(driver.ledger().cause()).contains(Cause.RESYNC);
        assertThat(driver.losses()).isEmpty();
    }
}
