package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.Outcome.Credential;
import net.openmeet.matrix.room.Identity.State;
import net.openmeet.matrix.room.Policy;
import org.junit.jupiter.api.Test;

/** An account that isn't provably theirs is never used. One that nobody claimed is theirs only by a registered handle. */
class AccountTakingTest extends AnasAccount {
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
