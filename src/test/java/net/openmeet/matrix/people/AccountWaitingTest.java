package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.room.Identity.State;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Policy.Accounts;
import net.openmeet.matrix.room.WaitReason;
import org.junit.jupiter.api.Test;

/** Where accounts are made elsewhere none is registered: it is looked for, at growing distances, and claimed once it is there. */
class AccountWaitingTest extends AnasAccount {
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
