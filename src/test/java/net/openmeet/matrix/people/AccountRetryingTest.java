package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Identity.State;
import net.openmeet.matrix.room.Operation;
import org.junit.jupiter.api.Test;

/** What was refused is tried again for another identity or when somebody asks, and not otherwise. Nothing older counts. */
class AccountRetryingTest extends AnasAccount {
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
