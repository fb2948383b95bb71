package net.openmeet.matrix.homeserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import net.openmeet.matrix.homeserver.Outcome.Failure;
import net.openmeet.matrix.homeserver.Outcome.Scope;
import net.openmeet.matrix.homeserver.RecordedAnswers.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an answer means is decided by one table, and every row of it by an answer a homeserver really gave. An outcome is certain
 * only if an answer was read to its end.
 */
class OutcomesTest {

    @ParameterizedTest
    @MethodSource("net.openmeet.matrix.homeserver.RecordedAnswers#all")
    void aRecordedAnswerIsTakenForWhatItWas(Recorded recorded) {
        // when
        Outcome outcome = Outcomes.classify(recorded.call(), recorded.answer());

        // then
        assertThat(outcome).isEqualTo(recorded.outcome());
    }

    @Test
    void everyRowOfTheTableDecidesSomeRecordedAnswer() {
        // when
        var decided = RecordedAnswers.all()
                .map(recorded -> OutcomeTable.rowFor(recorded.call(), recorded.answer()))
                .collect(Collectors.toSet());

        // then
        assertThat(OutcomeTable.ROWS).allMatch(decided::contains, "decides a recorded answer");
    }

    @Test
    void aGoodAnswerIsApplied() {
        // given
        Seen seen = new Seen.RoomMade(RecordedAnswers.ROOM);

        // when
        Outcome outcome = Outcomes.classify(RecordedAnswers.CREATE, new Answer.Good(seen));

        // then
        assertThat(outcome).isEqualTo(new Outcome.Applied(seen));
    }

    @Test
    void aRequestThatWasNotSentHadNoEffectWhateverItWas() {
        // given
        Answer answer = new Answer.NotSent("ConnectException: refused");

        // when
        Outcome read = Outcomes.classify(RecordedAnswers.LOOKUP, answer);
        Outcome write = Outcomes.classify(RecordedAnswers.CREATE, answer);

        // then
        Outcome expected = new Outcome.Retry(
                Optional.empty(), Scope.HOMESERVER, new Failure(0, Optional.empty(), "ConnectException: refused"));
        assertThat(read).isEqualTo(expected);
        assertThat(write).isEqualTo(expected);
    }

    @Test
    void anAnswerThatWasLostLeavesAWriteUncertainAndAReadToBeRepeated() {
        // given
        Answer answer = new Answer.Lost("InterruptedIOException: timeout");

        // when
        Outcome read = Outcomes.classify(RecordedAnswers.READ_ROOM, answer);
        Outcome write = Outcomes.classify(RecordedAnswers.KICK, answer);

        // then
        assertThat(read)
                .isEqualTo(new Outcome.Retry(
                        Optional.empty(),
                        Scope.TARGET,
                        new Failure(0, Optional.empty(), "InterruptedIOException: timeout")));
        assertThat(write).isEqualTo(new Outcome.Uncertain("InterruptedIOException: timeout"));
    }
}
