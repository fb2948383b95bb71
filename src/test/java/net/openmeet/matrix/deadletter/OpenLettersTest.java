package net.openmeet.matrix.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.openmeet.matrix.event.Coordinates;
import org.junit.jupiter.api.Test;

/**
 * What metrics count as open is what the list shows as open, whatever was written in which order. What retention took is counted no
 * longer.
 */
class OpenLettersTest {
    private static final String LANE = "openmeet/event/42";

    @Property(tries = 300)
    void countsWhatTheBookShowsAsOpen(@ForAll long seed) {
        // given
        Random random = new Random(seed);
        LetterBook book = new LetterBook(letter -> true);
        OpenLetters open = new OpenLetters();
        List<Letter> letters = new ArrayList<>();

        // when
        for (int i = 0; i < 60; i++) {
            if (letters.isEmpty() || random.nextInt(3) > 0) {
                Letter letter = letter(random, i, letters);
                letters.add(letter);
                book.take(letter);
                open.take(letter);
            } else {
                Letter done = letters.get(random.nextInt(letters.size()));
                Optional<Disposition> word =
                        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(Letters.replayed(done, 1));
                book.tell(done.id().toString(), word);
                open.tell(done.id().toString(), word);
            }
        }

        // then
        assertThat(ids(open))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(letters.stream()
                        .filter(letter -> book.standing(letter) instanceof LetterStanding.Open)
                        .map(Letter::id)
                        .toList());
    }

    @Test
    void whatRetentionTookIsNotOpen() {
        // given
        OpenLetters open = new OpenLetters();
        Letter old = Letters.member(LANE, "8", 3, 5);
        Letter young = Letters.member(LANE, "9", 4, 5);
        open.take(old);
        open.take(young);

        // when
        open.gone(old.id().topic(), old.id().partition(), 4);
        open.gone(old.id().topic(), old.id().partition() + 1, 9);

        // then
        assertThat(ids(open)).containsExactly(young.id());
    }

    private static Letter letter(Random random, int offset, List<Letter> before) {
        return switch (random.nextInt(4)) {
            case 0 -> Letters.event(LANE, offset, random.nextInt(5));
            case 1 -> Letters.room(LANE, random.nextBoolean() ? "name" : "topic", 1_000L + offset);
            case 2 ->
                before.stream()
                        .filter(letter -> letter.about() instanceof About.Event)
                        .findFirst()
                        .map(letter -> Letters.replayed(LANE, letter, offset, 1))
                        .orElseGet(() -> Letters.event(LANE, offset, 1));
            default -> Letters.member(LANE, Integer.toString(random.nextInt(3)), 2_000L + offset, random.nextInt(5));
        };
    }

    private static List<Coordinates> ids(OpenLetters open) {
        List<Coordinates> ids = new ArrayList<>();
        open.forEach((id, at, reason) -> ids.add(id));
        return ids;
    }
}
