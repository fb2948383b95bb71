package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.room.Identity.State;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.WaitReason;
import org.junit.jupiter.api.Test;

/** An account that the homeserver lost is made again under the same Matrix id. */
class AccountLosingTest extends AnasAccount {
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
                .isEqualTo(
                        new Plan.Wait(WaitReason.RETRY, Optional.of(lane.now().plusSeconds(1))));
        assertThat(lane.pass(Duration.ofSeconds(1)).run(homeserver::apply)).isNotEmpty();
        lane.poke(AccountFold.UNKNOWN_ACCOUNT);
        assertThat(lane.plan())
                .isEqualTo(
                        new Plan.Wait(WaitReason.RETRY, Optional.of(lane.now().plusSeconds(2))));
    }
}
