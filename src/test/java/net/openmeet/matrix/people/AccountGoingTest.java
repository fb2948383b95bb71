package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Credential;
import net.openmeet.matrix.room.Identity.State;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Policy.Accounts;
import org.junit.jupiter.api.Test;

/** Who is gone leaves no name and no picture. Their account is deactivated only where that is configured, and only if it is theirs. */
class AccountGoingTest extends AnasAccount {
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
