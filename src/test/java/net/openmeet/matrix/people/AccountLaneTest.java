package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.Outcome.Credential;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Identity.State;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.Policy.Accounts;
import net.openmeet.matrix.room.Policy.Identities;
import net.openmeet.matrix.room.WaitReason;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * A person's account is made, claimed and named in at most four calls, and equal wish and sight cost none. An account that isn't
 * provably theirs is never used.
 */
class AccountLaneTest {
    private static final String NAME = "ana_cia";
    private static final UserId USER = UserId.parse("@ana_cia:matrix.example");
    private static final String SOMEBODY_ELSE = "ciTenantA/user/8";
    private static final Duration RECHECK = Facts.POLICY.patience().recheck();
    private static final MatrixCall REGISTER = new MatrixCall.Register(USER);
    private static final MatrixCall READ_CLAIM = new MatrixCall.ReadClaim(USER);
    private static final MatrixCall PUT_CLAIM = new MatrixCall.PutClaim(USER, Facts.ANA.toString());
    private static final MatrixCall PUT_NAME = new MatrixCall.PutDisplayName(USER, "Ana");

    private final ModelAccounts homeserver = new ModelAccounts();
    private final AccountLane lane = laneWith(Accounts.CREATE, false);

    private static AccountLane laneWith(Accounts accounts, boolean deactivateDeleted) {
        return new AccountLane(Facts.with(Identities.REGISTERED_OR_DERIVED, accounts, deactivateDeleted));
    }

    private static AccountLane toldDerived(AccountLane lane) {
        return lane.tell(1, NAME, false, State.NO_ACCOUNT, "Ana");
    }

    private static AccountLane toldRegistered(AccountLane lane) {
        return lane.tell(1, NAME, true, State.NO_ACCOUNT, "Ana");
    }

    private AccountLane confirmed() {
        toldDerived(lane).run(homeserver::apply);
        return lane;
    }

    @Nested
    class Making {
        @Test
        void aNewPersonCostsThreeCallsOnce() {
            assertThat(toldDerived(lane).run(homeserver::apply)).containsExactly(REGISTER, PUT_CLAIM, PUT_NAME);
            assertThat(lane.run(homeserver::apply)).isEmpty();
            assertThat(lane.states()).containsExactly(State.PRESENT);
        }

        @Test
        void aPictureIsTheFourth() {
            // given
            lane.tell(new Operation.AccountTold(
                    new Identity(1, Optional.of(NAME), false, State.NO_ACCOUNT),
                    Optional.of("Ana"),
                    Optional.of("mxc://matrix.example/ana")));

            // when
            List<MatrixCall> calls = lane.run(homeserver::apply);

            // then
            assertThat(calls)
                    .containsExactly(
                            REGISTER, PUT_CLAIM, PUT_NAME, new MatrixCall.PutAvatar(USER, "mxc://matrix.example/ana"));
        }

        @Test
        void aNameThatOpenMeetNeverToldIsLeftAlone() {
            lane.tell(1, NAME, false, State.NO_ACCOUNT, "");
            assertThat(lane.run(homeserver::apply)).containsExactly(REGISTER, PUT_CLAIM);
        }

        @Test
        void nothingIsDoneBeforeAnythingWasTold() {
            assertThat(lane.plan()).isEqualTo(new Plan.Settled());
            assertThat(lane.record()).isEmpty();
        }

        @Test
        void withoutALocalpartTheLaneWaitsForAHandle() {
            lane.tell(new Operation.AccountTold(
                    new Identity(1, Optional.empty(), false, State.NO_HANDLE), Optional.empty(), Optional.empty()));
            assertThat(lane.plan()).isEqualTo(new Plan.Wait(WaitReason.NO_HANDLE, Optional.empty()));
        }

        @Test
        void whoWaitsForAHandleAlthoughIdsAreDerivedAsksPeopleToLookAgain() {
            lane.tell(new Operation.AccountTold(
                    new Identity(1, Optional.empty(), false, State.NO_HANDLE), Optional.empty(), Optional.empty()));
            lane.plan();
            assertThat(lane.states()).containsExactly(State.NO_HANDLE);
        }

        @Test
        void aRegisterWithoutAnswerThatTookEffectIsRecognised() {
            // given
            toldDerived(lane);
            Plan.Do register = (Plan.Do) lane.plan();
            homeserver.apply(register.call());
            lane.answer(register, new Outcome.Uncertain("timeout"));

            // when
            List<MatrixCall> calls = lane.run(homeserver::apply);

            // then
            assertThat(calls).containsExactly(REGISTER, READ_CLAIM, PUT_CLAIM, PUT_NAME);
            assertThat(lane.refusals).isEmpty();
        }

        @Test
        void aRegisterThatACrashInterruptedIsRecognised() {
            // given
            toldDerived(lane).plan();
            homeserver.apply(REGISTER);
            lane.crash();

            // when
            lane.run(homeserver::apply);

            // then
            assertThat(lane.states()).containsExactly(State.PRESENT);
            assertThat(homeserver.get(NAME).claim).contains(Facts.ANA.toString());
        }

        @Test
        void aRetryChangesNothing() {
            toldDerived(lane);
            Plan.Do register = (Plan.Do) lane.plan();
            lane.answer(register, new Outcome.Retry(Optional.empty(), Outcome.Scope.SENDER, ModelAccounts.FAILURE));
            assertThat(lane.plan()).isEqualTo(register);
        }

        @Test
        void aRefusedRegistrationIsDeadLetteredOnce() {
            // given
            toldDerived(lane);
            Plan.Do register = (Plan.Do) lane.plan();

            // when
            lane.answer(register, new Outcome.Rejected(ModelAccounts.FAILURE));

            // then
            assertThat(lane.plan()).isEqualTo(new Plan.Wait(WaitReason.IDENTITY_REFUSED, Optional.empty()));
            assertThat(lane.reasons()).containsExactly("account-refused");
            assertThat(lane.states()).containsExactly(State.REFUSED);
        }
    }

    @Nested
    class Taking {
        @Test
        void anAccountThatCarriesOurClaimIsOurs() {
            homeserver.add(NAME).claim = Optional.of(Facts.ANA.toString());
            assertThat(toldDerived(lane).run(homeserver::apply)).containsExactly(REGISTER, READ_CLAIM, PUT_NAME);
            assertThat(lane.states()).containsExactly(State.PRESENT);
        }

        @Test
        void anAccountThatAnotherPersonClaimedIsTaken() {
            // given
            homeserver.add(NAME).claim = Optional.of(SOMEBODY_ELSE);

            // when
            toldRegistered(lane).run(homeserver::apply);

            // then
            assertThat(lane.reasons()).containsExactly("handle-taken");
            assertThat(lane.news)
                    .containsExactly(
                            new AccountNews(Facts.ANA, Optional.of(NAME), State.REFUSED, Optional.of("handle-taken")));
            assertThat(homeserver.get(NAME).claim).contains(SOMEBODY_ELSE);
        }

        @Test
        void anUnclaimedAccountOfADerivedNameIsAConflict() {
            // given
            homeserver.add(NAME);

            // when
            toldDerived(lane).run(homeserver::apply);

            // then
            assertThat(lane.reasons()).containsExactly("identity-conflict");
            assertThat(homeserver.get(NAME).claim).isEmpty();
            assertThat(homeserver.get(NAME).name).isEqualTo(NAME);
        }

        @Test
        void anUnclaimedAccountOfARegisteredHandleIsClaimedAndReadBack() {
            homeserver.add(NAME);
            assertThat(toldRegistered(lane).run(homeserver::apply))
                    .containsExactly(REGISTER, READ_CLAIM, PUT_CLAIM, READ_CLAIM, PUT_NAME);
            assertThat(lane.states()).containsExactly(State.PRESENT);
        }

        @Test
        void whoLosesTheRaceForAnUnclaimedAccountSeesItWhenReadingBack() {
            // given
            homeserver.add(NAME);
            toldRegistered(lane);

            // when
            lane.run(call -> {
                Outcome outcome = homeserver.apply(call);
                if (call instanceof MatrixCall.PutClaim) {
                    homeserver.get(NAME).claim = Optional.of(SOMEBODY_ELSE);
                }
                return outcome;
            });

            // then
            assertThat(lane.reasons()).containsExactly("handle-taken");
        }

        @Test
        void aClaimWithoutAnswerIsReadBeforeItIsPutAgain() {
            // given
            homeserver.add(NAME);
            boolean[] lost = {false};

            // when
            List<MatrixCall> calls = toldRegistered(lane).run(call -> {
                if (call instanceof MatrixCall.PutClaim && !lost[0]) {
                    lost[0] = true;
                    homeserver.get(NAME).claim = Optional.of(SOMEBODY_ELSE);
                    return new Outcome.Uncertain("timeout");
                }
                return homeserver.apply(call);
            });

            // then
            assertThat(calls).containsExactly(REGISTER, READ_CLAIM, PUT_CLAIM, READ_CLAIM);
            assertThat(lane.reasons()).containsExactly("handle-taken");
        }

        @Test
        void aNameOfAnotherApplicationServiceIsReserved() {
            toldRegistered(lane).run(call -> new Outcome.Contradicted(Belief.NAME_OURS, ModelAccounts.FAILURE));
            assertThat(lane.reasons()).containsExactly("handle-reserved");
        }

        @Test
        void theBotIsNeverAPerson() {
            lane.tell(1, "OpenMeet-Bot", true, State.NO_ACCOUNT, "Ana");
            assertThat(lane.run(homeserver::apply)).isEmpty();
            assertThat(lane.reasons()).containsExactly("handle-reserved");
            assertThat(lane.states()).containsExactly(State.REFUSED);
        }

        @Test
        void aConfiguredAdminIsNeverAPerson() {
            lane.tell(1, "admin.eva", true, State.NO_ACCOUNT, "Eva");
            assertThat(lane.run(homeserver::apply)).isEmpty();
            assertThat(lane.reasons()).containsExactly("handle-reserved");
        }

        @Test
        void aHandleThatNoUserCanHaveNeverReachesTheHomeserver() {
            lane.tell(1, "ana:cia", true, State.NO_ACCOUNT, "Ana");
            assertThat(lane.run(homeserver::apply)).isEmpty();
            assertThat(lane.reasons()).containsExactly("handle-invalid");
        }

        @Test
        void aNameInUseThatNobodyCanActAsIsRefused() {
            toldDerived(lane)
                    .run(call -> call instanceof MatrixCall.Register
                            ? new Outcome.Contradicted(Belief.NAME_FREE, ModelAccounts.FAILURE)
                            : new Outcome.CredentialRejected(Credential.ACCOUNT, ModelAccounts.FAILURE));
            assertThat(lane.reasons()).containsExactly("account-unusable");
        }
    }

    @Nested
    class Retrying {
        @Test
        void aRefusalIsNotRepeatedForTheSameIdentity() {
            homeserver.add(NAME);
            toldDerived(lane).run(homeserver::apply);
            assertThat(lane.tell(2, NAME, false, State.REFUSED, "Ana Müller").run(homeserver::apply))
                    .isEmpty();
            assertThat(lane.refusals).hasSize(1);
            assertThat(lane.news).hasSize(1);
        }

        @Test
        void aNewerIdentityTriesAgain() {
            // given
            homeserver.add(NAME);
            toldDerived(lane).run(homeserver::apply);

            // when
            lane.tell(3, NAME, true, State.NO_ACCOUNT, "Ana").run(homeserver::apply);

            // then
            assertThat(lane.states()).containsExactly(State.REFUSED, State.PRESENT);
        }

        @Test
        void aPokeTriesAgainAndTellsOnlyWhatIsNew() {
            // given
            homeserver.add(NAME).claim = Optional.of(SOMEBODY_ELSE);
            toldDerived(lane).run(homeserver::apply);

            // when
            lane.poke("operator").run(homeserver::apply);
            homeserver.get(NAME).claim = Optional.of(Facts.ANA.toString());
            lane.poke("operator").run(homeserver::apply);

            // then
            assertThat(lane.reasons()).containsExactly("handle-taken", "handle-taken");
            assertThat(lane.states()).containsExactly(State.REFUSED, State.PRESENT);
        }

        @Test
        void aPokeOfAnotherSlotIsNotOurs() {
            AccountBody before = confirmed().body();
            lane.tell(new Operation.Poke(Optional.of("member:9"), AccountFold.UNKNOWN_ACCOUNT));
            assertThat(lane.body()).isEqualTo(before);
        }

        @Test
        void anOlderIdentityIsIgnored() {
            lane.tell(5, NAME, true, State.NO_ACCOUNT, "Ana");
            lane.tell(4, "ana_old", true, State.NO_ACCOUNT, "Ana");
            assertThat(lane.run(homeserver::apply)).contains(REGISTER);
        }

        @Test
        void operationsOfRoomsAreRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> lane.tell(new Operation.RoomTold(
                            new Fact.RoomDeleted(LaneKey.parse("ciTenantA/event/42")), Facts.at(1))));
        }
    }

    @Nested
    class Naming {
        @Test
        void anotherDisplayNameCostsOneCall() {
            confirmed().tell(2, NAME, false, State.PRESENT, "Ana Müller");
            assertThat(lane.run(homeserver::apply)).containsExactly(new MatrixCall.PutDisplayName(USER, "Ana Müller"));
        }

        @Test
        void theSameDisplayNameCostsNone() {
            confirmed().tell(2, NAME, true, State.PRESENT, "Ana");
            assertThat(lane.run(homeserver::apply)).isEmpty();
            assertThat(lane.states()).containsExactly(State.PRESENT);
        }

        @Test
        void aRefusedDisplayNameIsDeadLetteredOnceAndHoldsNothingUp() {
            // when
            toldDerived(lane)
                    .run(call -> call instanceof MatrixCall.PutDisplayName
                            ? new Outcome.Rejected(ModelAccounts.FAILURE)
                            : homeserver.apply(call));

            // then
            assertThat(lane.plan()).isEqualTo(new Plan.Settled());
            assertThat(lane.reasons()).containsExactly("display-name-refused");
            assertThat(lane.states()).containsExactly(State.PRESENT);
            assertThat(lane.tell(2, NAME, false, State.PRESENT, "Ann").run(homeserver::apply))
                    .hasSize(1);
        }

        @Test
        void aNameWithoutAnswerIsPutAgain() {
            // given
            toldDerived(lane);
            boolean[] lost = {false};

            // when
            List<MatrixCall> calls = lane.run(call -> {
                if (call.equals(PUT_NAME) && !lost[0]) {
                    lost[0] = true;
                    return new Outcome.Uncertain("reset");
                }
                return homeserver.apply(call);
            });

            // then
            assertThat(calls).containsExactly(REGISTER, PUT_CLAIM, PUT_NAME, PUT_NAME);
        }
    }

    @Nested
    class Losing {
        @Test
        void anUnknownAccountIsMadeAgainUnderTheSameName() {
            // given
            confirmed();
            homeserver.wipe();

            // when
            List<MatrixCall> calls = lane.poke(AccountFold.UNKNOWN_ACCOUNT).run(homeserver::apply);

            // then
            assertThat(calls).containsExactly(REGISTER, PUT_CLAIM, PUT_NAME);
            assertThat(lane.states()).containsExactly(State.PRESENT, State.NO_ACCOUNT, State.PRESENT);
        }

        @Test
        void aLossIsNoticedWhenNaming() {
            confirmed().tell(2, NAME, false, State.PRESENT, "Ana Müller");
            homeserver.wipe();
            lane.run(homeserver::apply);
            assertThat(homeserver.get(NAME).name).isEqualTo("Ana Müller");
            assertThat(lane.states()).containsExactly(State.PRESENT, State.NO_ACCOUNT, State.PRESENT);
        }

        @Test
        void aPokeForAnAccountThatIsThereEndsWhereItWas() {
            confirmed().poke(AccountFold.UNKNOWN_ACCOUNT);
            assertThat(lane.run(homeserver::apply)).containsExactly(REGISTER, READ_CLAIM, PUT_NAME);
            assertThat(lane.states()).endsWith(State.PRESENT);
        }

        @Test
        void anAccountThatIsLostAgainAndAgainIsAskedForAtGrowingDistances() {
            // given
            confirmed();
            lane.poke(AccountFold.UNKNOWN_ACCOUNT).run(homeserver::apply);
            lane.poke(AccountFold.UNKNOWN_ACCOUNT).run(homeserver::apply);

            // when
            lane.poke(AccountFold.UNKNOWN_ACCOUNT);

            // then
            assertThat(lane.plan())
                    .isEqualTo(new Plan.Wait(
                            WaitReason.RETRY, Optional.of(lane.now().plusSeconds(1))));
            assertThat(lane.pass(Duration.ofSeconds(1)).run(homeserver::apply)).isNotEmpty();
            lane.poke(AccountFold.UNKNOWN_ACCOUNT);
            assertThat(lane.plan())
                    .isEqualTo(new Plan.Wait(
                            WaitReason.RETRY, Optional.of(lane.now().plusSeconds(2))));
        }
    }

    @Nested
    class Moving {
        @Test
        void aNewHandleIsMadeAndNamed() {
            // given
            UserId moved = UserId.parse("@ana:matrix.example");
            confirmed().tell(3, "ana", true, State.NO_ACCOUNT, "Ana");

            // when
            List<MatrixCall> calls = lane.run(homeserver::apply);

            // then
            assertThat(calls)
                    .containsExactly(
                            new MatrixCall.Register(moved),
                            new MatrixCall.PutClaim(moved, Facts.ANA.toString()),
                            new MatrixCall.PutDisplayName(moved, "Ana"));
            assertThat(lane.news)
                    .last()
                    .isEqualTo(new AccountNews(Facts.ANA, Optional.of("ana"), State.PRESENT, Optional.empty()));
        }

        @Test
        void anAnswerForTheFormerHandleTeachesNothing() {
            // given
            toldDerived(lane);
            Plan.Do register = (Plan.Do) lane.plan();
            lane.tell(2, "ana", true, State.NO_ACCOUNT, "Ana");

            // when
            lane.answer(register, homeserver.apply(register.call()));

            // then
            assertThat(lane.plan())
                    .isEqualTo(new Plan.Do(
                            new MatrixCall.Register(UserId.parse("@ana:matrix.example")), AccountPlanner.REGISTER));
        }
    }

    @Nested
    class Waiting {
        private final AccountLane waiting = laneWith(Accounts.WAIT, false);

        @Test
        void whoWaitsForAnAccountLooksAtGrowingDistancesAndNeverRegisters() {
            // when
            List<MatrixCall> first = toldRegistered(waiting).run(homeserver::apply);

            // then
            assertThat(first).containsExactly(READ_CLAIM);
            assertThat(waiting.plan())
                    .isEqualTo(new Plan.Wait(
                            WaitReason.NO_ACCOUNT, Optional.of(waiting.now().plus(RECHECK))));
            assertThat(waiting.pass(RECHECK).run(homeserver::apply)).containsExactly(READ_CLAIM);
            assertThat(waiting.plan())
                    .isEqualTo(new Plan.Wait(
                            WaitReason.NO_ACCOUNT, Optional.of(waiting.now().plus(RECHECK.multipliedBy(2)))));
            assertThat(waiting.news).isEmpty();
        }

        @Test
        void theAccountIsClaimedOnceItIsThere() {
            // given
            toldRegistered(waiting).run(homeserver::apply);
            homeserver.add(NAME);

            // when
            List<MatrixCall> calls = waiting.pass(RECHECK).run(homeserver::apply);

            // then
            assertThat(calls).containsExactly(READ_CLAIM, PUT_CLAIM, READ_CLAIM, PUT_NAME);
            assertThat(waiting.states()).containsExactly(State.PRESENT);
        }

        @Test
        void aNewerIdentityIsLookedForAtOnce() {
            toldDerived(waiting).run(homeserver::apply);
            waiting.tell(2, NAME, true, State.NO_ACCOUNT, "Ana");
            assertThat(waiting.run(homeserver::apply)).containsExactly(READ_CLAIM);
        }

        @Test
        void anAccountThatIsLostIsWaitedForAgain() {
            homeserver.add(NAME);
            toldRegistered(waiting).run(homeserver::apply);
            homeserver.wipe();
            assertThat(waiting.poke(AccountFold.UNKNOWN_ACCOUNT).run(homeserver::apply))
                    .containsExactly(READ_CLAIM);
            assertThat(waiting.states()).containsExactly(State.PRESENT, State.NO_ACCOUNT);
        }
    }

    @Nested
    class Going {
        @Test
        void whoIsGoneLeavesNoNameAndNoPicture() {
            confirmed().tell(3, NAME, false, State.GONE, "");
            assertThat(lane.run(homeserver::apply))
                    .containsExactly(new MatrixCall.PutDisplayName(USER, ""), new MatrixCall.PutAvatar(USER, ""));
            assertThat(lane.states()).containsExactly(State.PRESENT);
        }

        @Test
        void theAccountIsDeactivatedOnlyIfConfigured() {
            AccountLane deactivating = laneWith(Accounts.CREATE, true);
            toldDerived(deactivating).run(homeserver::apply);
            deactivating.tell(3, NAME, false, State.GONE, "");
            assertThat(deactivating.run(homeserver::apply)).endsWith(new MatrixCall.Deactivate(USER));
            assertThat(deactivating.run(homeserver::apply)).isEmpty();
        }

        @Test
        void withoutAnAdminsCredentialTheDeactivationIsDeadLetteredOnce() {
            // given
            AccountLane deactivating = laneWith(Accounts.CREATE, true);
            toldDerived(deactivating).run(homeserver::apply);
            deactivating.tell(3, NAME, false, State.GONE, "");

            // when
            deactivating.run(call -> call instanceof MatrixCall.Deactivate
                    ? new Outcome.CredentialRejected(Credential.ADMIN, ModelAccounts.FAILURE)
                    : homeserver.apply(call));

            // then
            assertThat(deactivating.reasons()).containsExactly("deactivated-refused");
            assertThat(deactivating.plan()).isEqualTo(new Plan.Settled());
        }

        @Test
        void noAccountIsEverMadeForSomebodyWhoIsGone() {
            lane.tell(1, NAME, false, State.GONE, "");
            assertThat(lane.run(homeserver::apply)).containsExactly(READ_CLAIM);
            assertThat(lane.run(homeserver::apply)).isEmpty();
            assertThat(lane.refusals).isEmpty();
            assertThat(homeserver.has(NAME)).isFalse();
        }

        @Test
        void anAccountThatWasNotTheirsIsLeftAlone() {
            homeserver.add(NAME).claim = Optional.of(SOMEBODY_ELSE);
            toldDerived(lane).run(homeserver::apply);
            lane.tell(3, NAME, false, State.GONE, "");
            assertThat(lane.run(homeserver::apply)).isEmpty();
        }

        @Test
        void anAccountThatOnlyMayBeTheirsIsClearedIfItCarriesTheirClaim() {
            // given
            confirmed().poke(AccountFold.UNKNOWN_ACCOUNT);
            lane.tell(3, NAME, false, State.GONE, "");

            // when
            lane.run(homeserver::apply);

            // then
            assertThat(homeserver.get(NAME).name).isEmpty();
        }

        @Test
        void anAccountThatIsLostBeforeItIsClearedIsNotMadeAgain() {
            confirmed().tell(3, NAME, false, State.GONE, "");
            homeserver.wipe();
            lane.run(homeserver::apply);
            assertThat(homeserver.has(NAME)).isFalse();
            assertThat(lane.refusals).isEmpty();
        }

        @Test
        void whoIsCreatedAgainGetsTheirAccountAndNameBack() {
            // given
            confirmed().tell(3, NAME, false, State.GONE, "").run(homeserver::apply);

            // when
            List<MatrixCall> calls =
                    lane.tell(4, NAME, false, State.NO_ACCOUNT, "Ana").run(homeserver::apply);

            // then
            assertThat(calls).containsExactly(PUT_NAME);
            assertThat(lane.states()).containsExactly(State.PRESENT, State.PRESENT);
        }
    }

    @Nested
    class ReadingBack {
        @Test
        void openMeetReadsTheIdAndTheState() {
            toldDerived(lane);
            assertThat(lane.record()).contains(new PersonRecord(Optional.of(USER), State.NO_ACCOUNT, Optional.empty()));
            lane.run(homeserver::apply);
            assertThat(lane.record()).contains(new PersonRecord(Optional.of(USER), State.PRESENT, Optional.empty()));
        }

        @Test
        void openMeetReadsWhyAnIdIsRefused() {
            homeserver.add(NAME);
            toldDerived(lane).run(homeserver::apply);
            assertThat(lane.record())
                    .contains(new PersonRecord(
                            Optional.of(USER),
                            State.REFUSED,
                            Optional.of(
                                    new PersonRecord.LastProblem("identity-conflict", Optional.empty(), lane.now()))));
        }

        @Test
        void aProblemThatIsSolvedIsNotReadAnyMore() {
            homeserver.add(NAME);
            toldDerived(lane).run(homeserver::apply);
            lane.tell(3, NAME, true, State.NO_ACCOUNT, "Ana").run(homeserver::apply);
            assertThat(lane.record().orElseThrow().lastProblem()).isEmpty();
        }
    }

    @Test
    void aNameThatIsReservedLaterStopsBeingAPersons() {
        // given
        AccountBody body = confirmed().body();
        Policy policy = new Policy(
                Facts.POLICY.tenant(),
                USER,
                Facts.POLICY.templates(),
                Facts.POLICY.groupLevels(),
                Facts.POLICY.attendeeLevels(),
                Facts.POLICY.inRoomGroupRoles(),
                Facts.POLICY.inRoomStatuses(),
                Facts.POLICY.roomVersion(),
                Facts.POLICY.identities(),
                Facts.POLICY.accounts(),
                false,
                Facts.POLICY.legacyCreators(),
                Facts.POLICY.reservedLocalparts(),
                Facts.POLICY.patience());

        // when
        AccountPlanner.Planned planned = AccountPlanner.plan(Facts.ANA, body, policy, lane.now());

        // then
        assertThat(planned.refusals()).hasSize(1);
        assertThat(planned.news().map(AccountNews::state)).contains(State.REFUSED);
    }
}
