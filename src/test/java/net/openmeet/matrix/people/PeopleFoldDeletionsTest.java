package net.openmeet.matrix.people;

import static net.openmeet.matrix.people.Facts.ANA;
import static net.openmeet.matrix.people.Facts.COMING;
import static net.openmeet.matrix.people.Facts.EVENT;
import static net.openmeet.matrix.people.Facts.GONE;
import static net.openmeet.matrix.people.Facts.GROUP;
import static net.openmeet.matrix.people.Facts.at;
import static net.openmeet.matrix.people.Facts.created;
import static net.openmeet.matrix.people.Facts.deleted;
import static net.openmeet.matrix.people.Facts.member;
import static net.openmeet.matrix.people.Facts.updated;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;
import org.junit.jupiter.api.Test;

/** Who is deleted is out of every room, whatever was said before. Only being created again revives them. */
class PeopleFoldDeletionsTest extends AnasRooms {
    @Test
    void aDeletedPersonIsOutOfEveryRoomAndTheirAccountIsTold() {
        // given
        ledger.take(created("ana-k3j2h1", "Ana", at(1)));
        ledger.take(member(EVENT, COMING, at(2)));

        // when
        List<Addressed> sent = ledger.take(deleted(at(3)));

        // then
        Identity gone = new Identity(2, Optional.of(DERIVED), false, Identity.State.GONE);
        assertThat(sent)
                .containsExactly(
                        new Addressed(
                                ANA, new Operation.AccountTold(gone, Optional.empty(), Optional.empty()).saidBy(at(3))),
                        new Addressed(
                                EVENT,
                                new Operation.MemberTold(ANA, Optional.of(new Operation.Told(GONE, at(3))), gone)));
        assertThat(ledger.person().profile()).isEmpty();
    }

    @Test
    void theRowVersionOfADeletionIsNotHeldAgainstMemberships() {
        // given
        ledger.take(member(EVENT, COMING, at(1)));
        Origin deletion = sequenced(at(2), 1);

        // when
        List<Addressed> sent = ledger.take(deleted(deletion));

        // then
        assertThat(Ledger.rooms(sent).get(EVENT).told().orElseThrow().origin()).isEqualTo(at(2));
    }

    @Test
    void onlyBeingCreatedAgainRevivesAndThenWithEverybodyOut() {
        // given
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.take(deleted(at(2)));
        assertThat(ledger.take(updated("ana", "Ana", at(3)))).isEmpty();

        // when
        List<Addressed> sent = ledger.take(created("ana", "Ana", at(4)));

        // then
        assertThat(sent)
                .containsExactly(new Addressed(
                        EVENT,
                        new Operation.MemberTold(
                                ANA,
                                Optional.empty(),
                                new Identity(3, Optional.of(DERIVED), false, Identity.State.NO_ACCOUNT))));
        assertThat(ledger.in(EVENT).orElseThrow().told().standing()).isEqualTo(GONE);
    }

    @Test
    void aMembershipAfterTheRevivalAsksForTheAccountAgain() {
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.take(deleted(at(2)));
        ledger.take(created("ana", "Ana", at(3)));
        List<Addressed> sent = ledger.take(member(EVENT, COMING, at(4)));
        assertThat(Ledger.accounts(sent))
                .extracting(Operation.AccountTold::displayName)
                .containsExactly(Optional.of("Ana"));
    }

    @Test
    void aMembershipThatOvertookTheRevivalCountsOnceItComes() {
        // given
        ledger.take(deleted(at(1)));
        ledger.take(member(EVENT, COMING, at(1, 7)));

        // when
        List<Addressed> sent = ledger.take(created("ana", "Ana", at(2)));

        // then
        assertThat(Ledger.accounts(sent)).hasSize(1);
        assertThat(Ledger.rooms(sent).get(EVENT).identity().state()).isEqualTo(Identity.State.NO_ACCOUNT);
        assertThat(ledger.in(EVENT).orElseThrow().told().standing()).isEqualTo(COMING);
    }

    @Test
    void aMembershipFromBeforeTheDeletionIsDroppedAfterTheRevivalToo() {
        ledger.take(deleted(at(5)));
        ledger.take(created("ana", "Ana", at(6)));
        assertThat(ledger.take(member(EVENT, COMING, at(4)))).isEmpty();
    }

    @Test
    void aDeletionReplayedAfterTheRevivalTakesOnlyWhatIsOlder() {
        // given
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.take(created("ana", "Ana", at(3)));
        ledger.take(member(GROUP, COMING, at(1, 4)));

        // when
        List<Addressed> sent = ledger.take(deleted(at(2)));

        // then
        assertThat(sent).extracting(Addressed::lane).containsExactly(EVENT);
        assertThat(ledger.in(GROUP).orElseThrow().told().standing()).isEqualTo(COMING);
        assertThat(ledger.identity().state()).isEqualTo(Identity.State.NO_ACCOUNT);
    }

    @Test
    void newsOfTheAccountChangesNothingForADeletedPerson() {
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.take(deleted(at(2)));
        assertThat(ledger.news(DERIVED, Identity.State.PRESENT)).isEmpty();
    }

    @Test
    void deletingTwiceTellsNobodyTwice() {
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.take(deleted(at(2)));
        assertThat(ledger.take(deleted(at(2)))).isEmpty();
        assertThat(ledger.take(deleted(at(3)))).isEmpty();
    }

    @Test
    void somebodyNeverSeenIsToldToNobodyWhenDeleted() {
        assertThat(ledger.take(deleted(at(1)))).isEmpty();
    }

    private static Origin sequenced(Origin origin, long sequence) {
        return new Origin(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                origin.time(),
                Optional.of(BigInteger.valueOf(sequence)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
