package net.openmeet.matrix.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.fixture.DeadLetters;
import org.junit.jupiter.api.Test;

/**
 * Of several letters about one thing only the newest is open, and what the ledger says closes one. How often one thing was replayed is
 * counted over all letters about it, but starts anew with a newer fact.
 */
class LetterBookTest {
    private static final String LANE = "openmeet/event/42";
    private static final int CAP = 3;

    private final LetterBook book = new LetterBook(letter -> true);

    @Test
    void aLetterOfWhichTheLedgerSaysNothingIsOpen() {
        // given
        Letter letter = taken(Letters.event(LANE, 1, 5));
        // when then
        assertThat(book.standing(letter)).isEqualTo(new LetterStanding.Open(1));
    }

    @Test
    void anOlderLetterAboutASlotIsClosedByTheNewest() {
        // given
        Letter first = taken(Letters.member(LANE, "9", 1, 5));
        Letter other = taken(Letters.member(LANE, "8", 2, 5));
        Letter newest = taken(Letters.member(LANE, "9", 4, 5));
        Letter middle = taken(Letters.member(LANE, "9", 3, 5));
        Letter name = taken(Letters.room(LANE, "name", 5));
        Letter topic = taken(Letters.room(LANE, "topic", 6));
        // when then
        assertThat(book.standing(first)).isEqualTo(new LetterStanding.Overtaken(newest.id()));
        assertThat(book.standing(middle)).isEqualTo(new LetterStanding.Overtaken(newest.id()));
        assertThat(List.of(newest, other, name, topic))
                .allSatisfy(letter -> assertThat(book.standing(letter)).isEqualTo(new LetterStanding.Open(1)));
        assertThat(book.othersAboutTheSame(newest)).containsExactly(first.id(), middle.id());
    }

    @Test
    void replaysOfASlotAreCountedOverItsLetters() {
        // given
        Letter first = taken(Letters.member(LANE, "9", 1, 5));
        Letter second = taken(Letters.member(LANE, "9", 2, 5));
        Letter third = taken(Letters.member(LANE, "9", 3, 5));
        told(first, Letters.replayed(first, 1));
        told(second, Letters.replayed(second, 2));
        // when then
        assertThat(book.standing(third)).isEqualTo(new LetterStanding.Open(3));
        assertThat(book.standing(third).word(CAP)).isEqualTo("open");
        assertThat(book.standing(third).word(2)).isEqualTo("parked");
    }

    @Test
    void aNewerFactStartsFromOne() {
        // given
        Letter before = taken(Letters.member(LANE, "9", 1, 5));
        Letter newer = taken(Letters.member(LANE, "9", 2, 6));
        told(before, Letters.replayed(before, 3));
        // when then
        assertThat(book.standing(newer)).isEqualTo(new LetterStanding.Open(1));
    }

    @Test
    void anEventsLetterSaysItselfHowOftenItWasReplayed() {
        // given: the letters before it are gone by now
        Letter first = Letters.event(LANE, 1, 5);
        Letter again = taken(Letters.replayed(LANE, first, 2, 3));
        // when then
        assertThat(book.standing(again)).isEqualTo(new LetterStanding.Open(4));
    }

    @Test
    void whatWasDoneWithALetterClosesItUntilThatIsDeleted() {
        // given
        Letter letter = taken(Letters.event(LANE, 1, 5));
        Disposition replayed = Letters.replayed(letter, 1);
        // when
        told(letter, replayed);
        // then
        assertThat(book.standing(letter)).isEqualTo(new LetterStanding.Done(replayed, 2));
        assertThat(book.standing(letter).word(CAP)).isEqualTo("unanswered");
        // when
        told(letter, replayed.with(new Fate(Fate.Word.TAKEN, Optional.empty(), DeadLetters.AT)));
        // then
        assertThat(book.standing(letter).word(CAP)).isEqualTo("replayed");
        // when
        told(letter, Disposition.discarded("eve", DeadLetters.AT, "a test"));
        // then
        assertThat(book.standing(letter).word(CAP)).isEqualTo("discarded");
        // when
        book.tell(letter.id().toString(), Optional.empty());
        // then
        assertThat(book.standing(letter)).isEqualTo(new LetterStanding.Open(1));
    }

    @Test
    void onlyWantedLettersAreKeptButAllAreCounted() {
        // given
        LetterBook narrow = new LetterBook(letter -> letter.id().offset() == 1);
        Letter wanted = Letters.member(LANE, "9", 1, 5);
        Letter other = Letters.member(LANE, "9", 2, 5);
        // when
        narrow.take(wanted);
        narrow.take(other);
        // then
        assertThat(narrow.letters()).containsExactly(wanted);
        assertThat(narrow.standing(wanted)).isEqualTo(new LetterStanding.Overtaken(other.id()));
    }

    @Test
    void lettersComeOldestFirst() {
        // given
        Letter second = taken(Letters.event(LANE, 2, 6));
        Letter first = taken(Letters.event(LANE, 1, 5));
        // when then
        assertThat(book.letters()).containsExactly(first, second);
        assertThat(LetterAge.of(first.at(), first.at().plusSeconds(3_600))).isEqualTo(LetterAge.DAY);
        assertThat(LetterAge.of(first.at(), Instant.MAX)).isEqualTo(LetterAge.OLDER);
        assertThat(LetterAge.of(first.at(), first.at().minusSeconds(60))).isEqualTo(LetterAge.HOUR);
    }

    private Letter taken(Letter letter) {
        book.take(letter);
        return letter;
    }

    private void told(Letter letter, Disposition disposition) {
        book.tell(letter.id().toString(), Optional.of(disposition));
    }
}
