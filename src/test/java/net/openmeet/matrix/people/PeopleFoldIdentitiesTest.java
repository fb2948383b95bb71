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
import net.openmeet.matrix.room.Policy;
import org.junit.jupiter.api.Test;

/** Each room of a person, and their account, learn of their newest identity. Nobody is told what they know. */
class PeopleFoldIdentitiesTest extends AnasRooms {
    private static final Policy REGISTERED_ONLY = Facts.with(Policy.Identities.REGISTERED_ONLY);

    @Test
    void aHandleKnownBeforehandIsTheIdentity() {
        ledger.take(handle("ana_cia", at(1)));
        ledger.take(member(EVENT, COMING, at(2)));
        assertThat(ledger.identity().localpart()).contains("ana_cia");
        assertThat(ledger.identity().registered()).isTrue();
        assertThat(ledger.person().derived()).isEmpty();
    }

    @Test
    void withRegisteredOnlyThePersonWaitsForTheirHandle() {
        // given
        ledger.take(created("ana-k3j2h1", "Ana", at(1)), REGISTERED_ONLY);
        List<Addressed> waiting = ledger.take(member(EVENT, COMING, at(2)), REGISTERED_ONLY);
        assertThat(Ledger.rooms(waiting).get(EVENT).identity().state()).isEqualTo(Identity.State.NO_HANDLE);

        // when
        List<Addressed> sent = ledger.take(handle("ana_cia", at(3)), REGISTERED_ONLY);

        // then
        Identity identity = new Identity(1, Optional.of("ana_cia"), true, Identity.State.NO_ACCOUNT);
        assertThat(ledger.identity()).isEqualTo(identity);
        assertThat(Ledger.rooms(sent)).containsKey(EVENT);
        assertThat(Ledger.accounts(sent)).hasSize(1);
    }

    @Test
    void aSlugThatChangesLaterLeavesTheDerivedIdAlone() {
        ledger.take(member(EVENT, COMING, at(1)));
        List<Addressed> sent = ledger.take(updated("ana-renamed", "Ana", at(2)));
        assertThat(ledger.identity().localpart()).contains(DERIVED);
        assertThat(Ledger.rooms(sent)).isEmpty();
    }

    @Test
    void aLaterHandleMovesThePersonWithoutAnAccountAtFirst() {
        // given
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.take(member(GROUP, COMING, at(2)));
        ledger.news(DERIVED, Identity.State.PRESENT);

        // when
        List<Addressed> sent = ledger.take(handle("ana_cia", at(3)));

        // then
        Identity moved = new Identity(3, Optional.of("ana_cia"), true, Identity.State.NO_ACCOUNT);
        assertThat(Ledger.rooms(sent)).containsOnlyKeys(EVENT, GROUP);
        assertThat(Ledger.rooms(sent).values()).containsOnly(new Operation.MemberTold(ANA, Optional.empty(), moved));
        assertThat(Ledger.accounts(sent))
                .extracting(Operation.AccountTold::identity)
                .containsExactly(moved);
    }

    @Test
    void theSameHandleAsDerivedIsTheAccountsConcernOnly() {
        // given
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.news(DERIVED, Identity.State.PRESENT);

        // when
        List<Addressed> sent = ledger.take(handle(DERIVED, at(2)));

        // then
        Identity registered = new Identity(3, Optional.of(DERIVED), true, Identity.State.PRESENT);
        assertThat(sent).extracting(Addressed::lane).containsExactly(ANA);
        assertThat(ledger.identity()).isEqualTo(registered);
    }

    @Test
    void registeringTheHandleThatWasRefusedTriesItAgain() {
        // given
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.news(DERIVED, Identity.State.REFUSED);

        // when
        List<Addressed> sent = ledger.take(handle(DERIVED, at(2)));

        // then
        assertThat(ledger.identity().state()).isEqualTo(Identity.State.NO_ACCOUNT);
        assertThat(Ledger.rooms(sent)).containsKey(EVENT);
    }

    @Test
    void theSameHandleAgainTellsNobody() {
        ledger.take(handle("ana_cia", at(1)));
        ledger.take(member(EVENT, COMING, at(2)));
        assertThat(ledger.take(handle("ana_cia", at(3)))).isEmpty();
    }

    @Test
    void anOlderHandleIsDropped() {
        ledger.take(handle("ana_new", at(2)));
        ledger.take(handle("ana_old", at(1)));
        assertThat(ledger.identity().localpart()).contains("ana_new");
    }

    @Test
    void turningToRegisteredOnlyLeavesWhoHasAnIdAsTheyAre() {
        ledger.take(member(EVENT, COMING, at(1)));
        ledger.news(DERIVED, Identity.State.PRESENT);
        List<Addressed> sent = ledger.take(member(GROUP, COMING, at(2)), REGISTERED_ONLY);
        assertThat(sent).extracting(Addressed::lane).containsExactly(GROUP);
        assertThat(ledger.identity().state()).isEqualTo(Identity.State.PRESENT);
    }

    @Test
    void turningToDerivedGivesWhoWaitedAnIdAtTheirNextFact() {
        ledger.take(member(EVENT, COMING, at(1)), REGISTERED_ONLY);
        List<Addressed> sent = ledger.take(member(GROUP, COMING, at(2)));
        assertThat(Ledger.rooms(sent)).containsOnlyKeys(EVENT, GROUP);
        assertThat(ledger.identity().localpart()).contains(DERIVED);
    }

    @Test
    void turningToDerivedReachesWhoWaitedOnceTheirAccountAsks() {
        // given
        ledger.take(member(EVENT, COMING, at(1)), REGISTERED_ONLY);

        // when
        List<Addressed> sent = ledger.take(new PeopleInput.Account(
                new AccountNews(ANA, Optional.empty(), Identity.State.NO_HANDLE, Optional.empty())));

        // then
        assertThat(Ledger.rooms(sent).get(EVENT).identity().localpart()).contains(DERIVED);
        assertThat(Ledger.accounts(sent)).hasSize(1);
    }

    @Test
    void askingWithoutAChangeOfPolicyTellsNobody() {
        ledger.take(member(EVENT, COMING, at(1)), REGISTERED_ONLY);
        AccountNews asking = new AccountNews(ANA, Optional.empty(), Identity.State.NO_HANDLE, Optional.empty());
        assertThat(ledger.take(new PeopleInput.Account(asking), REGISTERED_ONLY))
                .isEmpty();
    }
}
