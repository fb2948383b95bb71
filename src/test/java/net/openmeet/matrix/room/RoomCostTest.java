package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.event.RoomStatus;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.event.Visibility;
import net.openmeet.matrix.homeserver.MatrixCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a room costs in calls: its creation and one join a member, twice that where an invitation is needed, one write of levels for
 * a burst, and nothing where nothing differs. Each event costs a homeserver 25 to 33 ms, so these numbers are the service's speed.
 */
class RoomCostTest {
    private final LaneDriver lane = LaneDriver.of("t/group/7");
    private final Say say = new Say("t/group/7");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 90})
    void aPublicRoomCostsItsCreationAndOneJoinAMember(int members) {
        // given
        lane.fold(say.open("hikers"));
        for (int person = 1; person <= members; person++) {
            lane.fold(say.member(person, person % 3 == 0 ? GroupRole.MODERATOR : GroupRole.MEMBER));
        }

        // when
        int calls = lane.run();

        // then
        assertThat(calls).isEqualTo(members + 2);
        assertThat(lane.tally.joined()).isEqualTo(members);
        assertThat(lane.last).isEqualTo(new Plan.Settled());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 90})
    void aPrivateRoomCostsTwoCallsAMemberAtMostAndOneForTheFirstFifty(int members) {
        // given
        lane.fold(say.closed("hikers"));
        for (int person = 1; person <= members; person++) {
            lane.fold(say.member(person));
        }

        // when
        int calls = lane.run();

        // then
        assertThat(calls).isEqualTo(2 + members + Math.max(0, members - 50));
        assertThat(lane.tally.joined()).isEqualTo(members);
    }

    @Test
    void aBurstAfterTheRoomCostsOneReadAndOneWriteOfLevelsMore() {
        // given
        lane.fold(say.open("hikers"));
        lane.run();
        for (int person = 1; person <= 20; person++) {
            lane.fold(say.told(
                    person,
                    new Standing.GroupMember(GroupRole.MODERATOR),
                    Say.identity(1, "p" + person, Identity.State.NO_ACCOUNT)));
        }
        int calls = lane.run(0);

        // when: accounts come one by one, while others are joined
        for (int person = 1; person <= 20; person++) {
            lane.fold(Say.known(person, Say.identity(2, "p" + person, Identity.State.PRESENT)));
            calls += lane.run(1);
            lane.pass(Duration.ofMillis(50));
        }
        calls += lane.run();

        // then
        assertThat(calls).isEqualTo(20 + 2);
        assertThat(lane.room().level(Say.user(20))).isEqualTo(50);
    }

    @Test
    void aLaterJoinCostsOneCallAndARoleOneReadAndOneWrite() {
        // given
        lane.fold(say.open("hikers"));
        lane.fold(say.member(1));
        lane.run();

        // when
        int before = lane.server.calls.size();
        lane.fold(say.member(2));
        lane.run();
        lane.fold(say.member(2, GroupRole.ADMIN));
        lane.run();

        // then
        assertThat(lane.callsSince(before)).isEqualTo(List.of("Join", "ReadLevels", "PutState"));
        assertThat(lane.room().level(Say.user(2))).isEqualTo(75);
    }

    @Test
    void whatChangesNothingCostsNothing() {
        // given
        lane.fold(say.open("hikers"));
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.fold(say.gone(2));
        lane.run();

        // when
        lane.fold(say.open("hikers"));
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.fold(say.gone(2));
        lane.fold(say.gone(3));

        // then
        assertThat(lane.run()).isZero();
    }

    @Test
    void tenChangesToOneMemberCostWhatTheLastOneDoes() {
        // given
        lane.fold(say.open("hikers"));
        lane.fold(say.member(1));
        lane.run();

        // when
        int before = lane.server.calls.size();
        for (int change = 0; change < 10; change++) {
            lane.fold(say.member(1, change % 2 == 0 ? GroupRole.ADMIN : GroupRole.MODERATOR));
        }
        lane.run();

        // then
        assertThat(lane.callsSince(before)).isEqualTo(List.of("ReadLevels", "PutState"));
    }

    @Test
    void manyPeopleBeyondOnePageAllComeIn() {
        // given
        lane.fold(say.room("hikers", Visibility.PUBLIC, RoomStatus.PUBLISHED));
        for (int person = 1; person <= 350; person++) {
            lane.fold(say.member(person));
        }

        // when
        int calls = lane.run();

        // then
        assertThat(calls).isEqualTo(352);
        assertThat(lane.server.calls)
                .filteredOn(MatrixCall.Join.class::isInstance)
                .hasSize(350);
    }
}
