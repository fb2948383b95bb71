package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Identity.State;
import net.openmeet.matrix.room.Plan;
import org.junit.jupiter.api.Test;

/** With another handle another account is made and named. What is heard of the former one teaches nothing. */
class AccountMovingTest extends AnasAccount {
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
