package net.openmeet.matrix.people;

import static net.openmeet.matrix.people.Facts.ANA;
import static net.openmeet.matrix.people.Facts.COMING;
import static net.openmeet.matrix.people.Facts.EVENT;
import static net.openmeet.matrix.people.Facts.GONE;
import static net.openmeet.matrix.people.Facts.GROUP;
import static net.openmeet.matrix.people.Facts.at;
import static net.openmeet.matrix.people.Facts.created;
import static net.openmeet.matrix.people.Facts.deleted;
import static net.openmeet.matrix.people.Facts.handle;
import static net.openmeet.matrix.people.Facts.member;
import static net.openmeet.matrix.people.Facts.memberByIds;
import static net.openmeet.matrix.people.Facts.updated;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Policy;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Each room of a person learns of their newest standing and identity, and their account of what it should be. Nothing older is told
 * after something newer, and nobody is told what they know.
 */
class PeopleFoldTest {
    private static final String DERIVED = "ana-k3j2h1_citenanta";
    private static final Policy REGISTERED_ONLY = Facts.with(Policy.Identities.REGISTERED_ONLY);
    private final Ledger ledger = new Ledger();

    @Nested
    class Memberships {
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

    @Nested
    class Identities {
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
            assertThat(Ledger.rooms(sent).values())
                    .containsOnly(new Operation.MemberTold(ANA, Optional.empty(), moved));
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

    @Nested
    class Accounts {
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

    @Nested
    class Deletions {
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
                                    ANA,
                                    new Operation.AccountTold(gone, Optional.empty(), Optional.empty()).saidBy(at(3))),
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
            assertThat(Ledger.rooms(sent).get(EVENT).told().orElseThrow().origin())
                    .isEqualTo(at(2));
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
