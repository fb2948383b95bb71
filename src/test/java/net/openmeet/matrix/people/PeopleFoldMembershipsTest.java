package net.openmeet.matrix.people;

import static net.openmeet.matrix.people.Facts.ANA;
import static net.openmeet.matrix.people.Facts.COMING;
import static net.openmeet.matrix.people.Facts.EVENT;
import static net.openmeet.matrix.people.Facts.GONE;
import static net.openmeet.matrix.people.Facts.GROUP;
import static net.openmeet.matrix.people.Facts.at;
import static net.openmeet.matrix.people.Facts.created;
import static net.openmeet.matrix.people.Facts.member;
import static net.openmeet.matrix.people.Facts.memberByIds;
import static net.openmeet.matrix.people.Facts.updated;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;
import org.junit.jupiter.api.Test;

/** Each room of a person learns of their newest standing. Nothing older is told after something newer. */
class PeopleFoldMembershipsTest extends AnasRooms {
    @Test
    void aPersonWithoutMembershipGetsNoAccount() {
        List<Addressed> sent = ledger.take(created("ana-k3j2h1", "Ana", at(1)));
        assertThat(sent).isEmpty();
        assertThat(ledger.person().profile()).isPresent();
    }

    @Test
    void theFirstMembershipMakesTheAccountAndTellsTheRoom() {
        // given
        ledger.take(created("ana-k3j2h1", "Ana", at(1)));

        // when
        List<Addressed> sent = ledger.take(member(EVENT, COMING, at(2)));

        // then
        Identity identity = new Identity(1, Optional.of(DERIVED), false, Identity.State.NO_ACCOUNT);
        assertThat(sent)
                .containsExactly(
                        new Addressed(
                                ANA,
                                new Operation.AccountTold(identity, Optional.of("Ana"), Optional.empty())
                                        .saidBy(at(2))),
                        new Addressed(
                                EVENT,
                                new Operation.MemberTold(
                                        ANA, Optional.of(new Operation.Told(COMING, at(2))), identity)));
    }

    @Test
    void theSlugOfTheMembershipIsEnoughForAnAccount() {
        ledger.take(member(EVENT, COMING, at(1)));
        assertThat(ledger.identity().localpart()).contains(DERIVED);
    }

    @Test
    void withoutAnySlugThePersonWaitsForOne() {
        // given
        ledger.take(memberByIds(EVENT, COMING, at(1)));
        assertThat(ledger.identity().state()).isEqualTo(Identity.State.NO_HANDLE);

        // when
        List<Addressed> sent = ledger.take(updated("ana", "Ana", at(2)));

        // then
        assertThat(Ledger.rooms(sent).get(EVENT).identity().localpart()).contains("ana_citenanta");
        assertThat(Ledger.accounts(sent)).hasSize(1);
    }

    @Test
    void aLaterMembershipTellsItsRoomOnly() {
        ledger.take(member(EVENT, COMING, at(1)));
        List<Addressed> sent = ledger.take(member(GROUP, COMING, at(2)));
        assertThat(sent).extracting(Addressed::lane).containsExactly(GROUP);
    }

    @Test
    void leavingPassesThroughAndMakesNoAccount() {
        // when
        List<Addressed> sent = ledger.take(member(EVENT, GONE, at(1)));

        // then
        assertThat(sent).extracting(Addressed::lane).containsExactly(EVENT);
        assertThat(Ledger.rooms(sent).get(EVENT).told()).contains(new Operation.Told(GONE, at(1)));
    }

    @Test
    void anOlderOrRepeatedStandingIsDropped() {
        // given
        ledger.take(member(EVENT, COMING, at(5)));

        // then
        assertThat(ledger.take(member(EVENT, GONE, at(4)))).isEmpty();
        assertThat(ledger.take(member(EVENT, COMING, at(5)))).isEmpty();
    }

    @Test
    void standingsOfTwoRoomsDoNotOutdateEachOther() {
        ledger.take(member(EVENT, COMING, at(5)));
        assertThat(Ledger.rooms(ledger.take(member(GROUP, COMING, at(4))))).containsKey(GROUP);
    }
}
