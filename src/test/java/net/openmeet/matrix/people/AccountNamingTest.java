package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.Identity.State;
import net.openmeet.matrix.room.Plan;
import org.junit.jupiter.api.Test;

/** A display name is written once for each name that OpenMeet tells. One that is refused holds nothing else up. */
class AccountNamingTest extends AnasAccount {
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
