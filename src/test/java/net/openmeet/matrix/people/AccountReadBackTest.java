package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.openmeet.matrix.room.Identity.State;
import org.junit.jupiter.api.Test;

/** OpenMeet reads each person's Matrix id and, while there is one, the problem with it. */
class AccountReadBackTest extends AnasAccount {
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
                        Optional.of(new PersonRecord.LastProblem("identity-conflict", Optional.empty(), lane.now()))));
    }

    @Test
    void aProblemThatIsSolvedIsNotReadAnyMore() {
        homeserver.add(NAME);
        toldDerived(lane).run(homeserver::apply);
        lane.tell(3, NAME, true, State.NO_ACCOUNT, "Ana").run(homeserver::apply);
        assertThat(lane.record().orElseThrow().lastProblem()).isEmpty();
    }
}
