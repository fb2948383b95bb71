package net.openmeet.matrix.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.fixture.DeadLetters;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.Test;

/** A filter means what any of the answers to each of its questions fits, and everything if nothing is asked. */
class LetterFilterTest {
    private static final Set<String> ANY = Set.of();
    private static final Optional<Instant> EVER = Optional.empty();

    private final Letter event = Letters.event("openmeet/event/42", 1, 5);
    private final Letter member = Letters.member("north/group/7", "9", 2, 5);

    @Test
    void withoutQuestionsEverythingIsMeant() {
        assertThat(LetterFilter.all().isAll()).isTrue();
        assertMeant(LetterFilter.all(), true, true);
    }

    @Test
    void eachQuestionNarrows() {
        String operations = Topics.OPERATIONS_DEAD_LETTER;
        assertMeant(new LetterFilter(Set.of(operations), ANY, ANY, ANY, ANY, EVER, EVER, ANY), false, true);
        assertMeant(new LetterFilter(ANY, Set.of("openmeet", "west"), ANY, ANY, ANY, EVER, EVER, ANY), true, false);
        assertMeant(new LetterFilter(ANY, ANY, Set.of("north/group/7"), ANY, ANY, EVER, EVER, ANY), false, true);
        assertMeant(new LetterFilter(ANY, ANY, ANY, Set.of("unknown-value"), ANY, EVER, EVER, ANY), true, false);
        assertMeant(new LetterFilter(ANY, ANY, ANY, ANY, Set.of("M_FORBIDDEN"), EVER, EVER, ANY), false, true);
        assertMeant(
                new LetterFilter(
                        ANY, ANY, ANY, ANY, ANY, EVER, EVER, Set.of(event.id().toString())),
                true,
                false);
        assertMeant(
                new LetterFilter(Set.of(operations), Set.of("openmeet"), ANY, ANY, ANY, EVER, EVER, ANY), false, false);
    }

    @Test
    void aTimeIsFromItsBeginningToBeforeItsEnd() {
        Optional<Instant> at = Optional.of(DeadLetters.AT);
        Optional<Instant> later = Optional.of(DeadLetters.AT.plusSeconds(1));
        assertMeant(new LetterFilter(ANY, ANY, ANY, ANY, ANY, at, later, ANY), true, true);
        assertMeant(new LetterFilter(ANY, ANY, ANY, ANY, ANY, later, EVER, ANY), false, false);
        assertMeant(new LetterFilter(ANY, ANY, ANY, ANY, ANY, EVER, at, ANY), false, false);
    }

    private void assertMeant(LetterFilter filter, boolean ofEvent, boolean ofMember) {
        assertThat(filter.means(event)).isEqualTo(ofEvent);
        assertThat(filter.means(member)).isEqualTo(ofMember);
    }
}
