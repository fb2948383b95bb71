package net.openmeet.matrix.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.fixture.DeadLetters;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.Test;

/**
 * An open letter is replayed in the way that fits it, and no more often than the cap says. What somebody dealt with, what is overtaken and
 * what can't be replayed is left alone, and it is said why.
 */
class ReplayDecisionTest {
    private static final String LANE = "openmeet/event/42";
    private static final int CAP = 3;

    @Test
    void anEventGoesOnWithItsFirstPlace() {
        // given
        Letter letter = Letters.event(LANE, 17, 5);
        // when then
        assertThat(decided(letter, new LetterStanding.Open(2)))
                .isEqualTo(new ReplayDecision.Event(letter.about().origin().orElseThrow(), 2));
    }

    @Test
    void anOperationIsLookedAtAgain() {
        // given
        Letter letter = Letters.member(LANE, "9", 3, 5);
        // when then
        assertThat(decided(letter, new LetterStanding.Open(3)))
                .isEqualTo(new ReplayDecision.Look(
                        LaneKey.parse(LANE), "member:9", letter.about().origin(), 3));
    }

    @Test
    void theServicesOwnRecordGoesBackToWhereItWasReadAndNowhereElse() {
        for (String topic : List.of(Topics.ACCOUNTS, "openmeet-matrix-people-repartition")) {
            Coordinates source = new Coordinates(topic, 4, 8);
            assertThat(decided(own(source), new LetterStanding.Open(1))).isEqualTo(new ReplayDecision.Back(source, 1));
        }
        Coordinates elsewhere = new Coordinates(Topics.CREDENTIALS, 0, 8);
        assertThat(decided(own(elsewhere), new LetterStanding.Open(1))).isInstanceOf(ReplayDecision.Impossible.class);
    }

    @Test
    void whatWasReplayedOftenEnoughIsParked() {
        Letter letter = Letters.event(LANE, 17, 5);
        assertThat(decided(letter, new LetterStanding.Open(4))).isEqualTo(new ReplayDecision.Parked(3));
    }

    @Test
    void whatIsClosedIsLeftAlone() {
        // given
        Letter letter = Letters.event(LANE, 17, 5);
        Disposition replayed = Letters.replayed(letter, 1);
        Disposition answered = replayed.with(new Fate(Fate.Word.TAKEN, Optional.empty(), DeadLetters.AT));
        // when then
        assertThat(decided(letter, new LetterStanding.Done(replayed, 2))).isEqualTo(new ReplayDecision.Done(replayed));
        assertThat(decided(letter, new LetterStanding.Overtaken(letter.id())))
                .isEqualTo(new ReplayDecision.Overtaken(letter.id()));
        assertThat(ReplayDecision.of(letter, new LetterStanding.Done(answered, 2), CAP, true))
                .isEqualTo(new ReplayDecision.Done(answered));
    }

    @Test
    void whatWasReplayedInVainIsReplayedAgainWhenAskedFor() {
        // given
        Letter letter = Letters.event(LANE, 17, 5);
        Disposition replayed = Letters.replayed(letter, 1);
        // when then
        assertThat(ReplayDecision.of(letter, new LetterStanding.Done(replayed, 2), CAP, true))
                .isEqualTo(new ReplayDecision.Event(letter.about().origin().orElseThrow(), 2));
        assertThat(ReplayDecision.of(letter, new LetterStanding.Done(replayed, 4), CAP, true))
                .isEqualTo(new ReplayDecision.Parked(3));
    }

    @Test
    void whatCanNotBeReadCanNotBeReplayed() {
        // given
        Letter whole = Letters.event(LANE, 17, 5);
        Letter placeless =
                with(whole, new About.Event(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0));
        // when then
        assertThat(decided(with(whole, new About.Garbled()), new LetterStanding.Open(1)))
                .isInstanceOf(ReplayDecision.Impossible.class);
        assertThat(decided(placeless, new LetterStanding.Open(1))).isInstanceOf(ReplayDecision.Impossible.class);
    }

    private static Letter own(Coordinates source) {
        return LetterReading.event(Letters.lying(DeadLetters.ownRecord(source, LANE, "no JSON"), 3));
    }

    private static Letter with(Letter letter, About about) {
        return new Letter(
                letter.id(),
                letter.at(),
                letter.reason(),
                letter.errcode(),
                letter.message(),
                letter.lane(),
                letter.bytes(),
                about);
    }

    private static ReplayDecision decided(Letter letter, LetterStanding standing) {
        return ReplayDecision.of(letter, standing, CAP, false);
    }
}
