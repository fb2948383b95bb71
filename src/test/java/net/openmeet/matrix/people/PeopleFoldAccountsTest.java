package net.openmeet.matrix.people;

import static net.openmeet.matrix.people.Facts.ANA;
import static net.openmeet.matrix.people.Facts.COMING;
import static net.openmeet.matrix.people.Facts.EVENT;
import static net.openmeet.matrix.people.Facts.GROUP;
import static net.openmeet.matrix.people.Facts.at;
import static net.openmeet.matrix.people.Facts.created;
import static net.openmeet.matrix.people.Facts.handle;
import static net.openmeet.matrix.people.Facts.member;
import static net.openmeet.matrix.people.Facts.updated;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;
import org.junit.jupiter.api.Test;

/** What becomes of an account is told to every room of its person, and what their display name is to their account alone. */
class PeopleFoldAccountsTest extends AnasRooms {
    @Test
    void anAccountThatIsThereIsToldToEveryRoomAndNotBackToItself() {
        // given
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.take(member(GROUP, COMING, at(2)));

        // when
        List<Addressed> sent = ledger.news(DERIVED, Identity.State.PRESENT);

        // then
        Identity present = new Identity(2, Optional.of(DERIVED), false, Identity.State.PRESENT);
        assertThat(sent)
                .containsExactlyInAnyOrder(
                        new Addressed(EVENT, new Operation.MemberTold(ANA, Optional.empty(), present)),
                        new Addressed(GROUP, new Operation.MemberTold(ANA, Optional.empty(), present)));
    }

    @Test
    void theSameNewsTwiceTellsNobody() {
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.news(DERIVED, Identity.State.PRESENT);
        assertThat(ledger.news(DERIVED, Identity.State.PRESENT)).isEmpty();
    }

    @Test
    void newsOfAFormerLocalpartIsIgnored() {
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.take(handle("ana_cia", at(2)));
        assertThat(ledger.news(DERIVED, Identity.State.PRESENT)).isEmpty();
        assertThat(ledger.identity().state()).isEqualTo(Identity.State.NO_ACCOUNT);
    }

    @Test
    void aNewDisplayNameIsTheAccountsConcernOnly() {
        ledger.take(created("ana-k3j2h1", "Ana", at(1)));
        ledger.take(member(EVENT, COMING, at(2)));
        List<Addressed> sent = ledger.take(updated("ana-k3j2h1", "Ana Müller", at(3)));
        assertThat(sent)
                .containsExactly(new Addressed(
                        ANA,
                        new Operation.AccountTold(ledger.identity(), Optional.of("Ana Müller"), Optional.empty())
                                .saidBy(at(3))));
    }

    @Test
    void theSameDisplayNameTellsNobody() {
        ledger.take(created("ana-k3j2h1", "Ana", at(1)));
        ledger.take(member(EVENT, COMING, at(2)));
        assertThat(ledger.take(updated("ana-k3j2h1", "Ana", at(3)))).isEmpty();
    }

    @Test
    void anOlderDisplayNameIsDropped() {
        ledger.take(created("ana-k3j2h1", "Ana Müller", at(3)));
        ledger.take(member(EVENT, COMING, at(4)));
        assertThat(ledger.take(updated("ana-k3j2h1", "Ana", at(2)))).isEmpty();
    }
}
