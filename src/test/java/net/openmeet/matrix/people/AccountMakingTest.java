package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Identity.State;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.WaitReason;
import org.junit.jupiter.api.Test;

/** A person's account is made, claimed and named in at most four calls, and equal wish and sight cost none. */
class AccountMakingTest extends AnasAccount {
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
