package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;
import org.junit.jupiter.api.Test;

/**
 * An operator may bring back who left, was kicked, or was banned and unbanned, as long as OpenMeet wants them in. Who is still banned
 * stays out, visibly, and without being asked for nobody is brought back, before or after.
 */
class RejoinTest {
    private static final UserId MOD = UserId.parse("@mod:hs.test");

    private final LaneDriver lane = LaneDriver.of("t/group/7");
    private final Say say = new Say("t/group/7");

    private void founded(int... people) {
        lane.fold(say.open("hikers"));
        for (int person : people) {
            lane.fold(say.member(person));
        }
        lane.run();
    }

    private void leaves(int person) {
        lane.room().set(Say.user(person), Membership.State.LEAVE, Say.user(person), "");
    }

    private boolean isIn(int person) {
        return lane.room().isJoined(Say.user(person));
    }

    private Optional<WaitReason> waiting(int person) {
        return lane.slots.get(String.valueOf(person)).condition().waiting();
    }

    private static Operation.Poke of(int person) {
        return new Operation.Poke(Optional.of("member:" + person), "resync");
    }

    @Test
    void whoLeftComesBackWhetherOrNotThatWasSeen() {
        // given
        founded(1, 2, 3);
        leaves(1);
        lane.fold(Say.resync());
        lane.run();
        assertThat(waiting(1)).contains(WaitReason.LEFT);
        leaves(2);
        lane.room().set(Say.user(3), Membership.State.LEAVE, MOD, "rude");

        // when
        lane.fold(Say.resync().rejoining());
        lane.run();

        // then
        assertThat(List.of(isIn(1), isIn(2), isIn(3))).containsOnly(true);
        assertThat(lane.tally).isEqualTo(new Tally(3, 3, Map.of()));
    }

    @Test
    void itIsAskedForOnce() {
        // given
        founded(1);
        lane.fold(Say.resync().rejoining());
        lane.run();
        leaves(1);

        // when
        lane.fold(Say.resync());
        lane.run();

        // then
        assertThat(isIn(1)).isFalse();
        assertThat(waiting(1)).contains(WaitReason.LEFT);
    }

    @Test
    void whoIsStillBannedStaysSoWithoutACallAndWhoWasUnbannedComesBack() {
        // given
        founded(1, 2);
        lane.server.ban(lane.room().id, Say.user(1), MOD);
        lane.server.ban(lane.room().id, Say.user(2), MOD);
        lane.fold(Say.resync());
        lane.run();
        lane.room().set(Say.user(2), Membership.State.LEAVE, MOD, "");
        lane.server.calls.clear();

        // when
        lane.fold(Say.resync().rejoining());
        lane.run();

        // then
        assertThat(waiting(1)).contains(WaitReason.BANNED);
        assertThat(isIn(2)).isTrue();
        assertThat(lane.server.calls)
                .filteredOn(MatrixCall.Join.class::isInstance)
                .containsExactly(new MatrixCall.Join(lane.room().id, Say.user(2)));
    }

    @Test
    void onePersonComesBackAlone() {
        // given
        founded(1, 2, 3);
        leaves(1);
        leaves(2);
        lane.server.ban(lane.room().id, Say.user(3), MOD);

        // when
        lane.fold(of(1).rejoining());
        lane.fold(of(3).rejoining());
        lane.run();

        // then
        assertThat(isIn(1)).isTrue();
        assertThat(waiting(2)).contains(WaitReason.LEFT);
        assertThat(waiting(3)).contains(WaitReason.BANNED);
    }

    @Test
    void whoOpenMeetDoesNotWantStaysOut() {
        // given
        founded(1, 2);
        leaves(1);
        lane.fold(say.gone(1));
        lane.run();

        // when
        lane.fold(Say.resync().rejoining());
        lane.fold(of(1).rejoining());
        lane.run();

        // then
        assertThat(isIn(1)).isFalse();
        assertThat(isIn(2)).isTrue();
    }

    @Test
    void olderVersionsReadItAsAPokeAndWriteNoneThatBringsBack() {
        assertThat(new String(Json.write(Say.resync().rejoining()), StandardCharsets.UTF_8))
                .isEqualTo("{\"op\":\"poke\",\"reason\":\"resync\",\"rejoin\":true}");
        Operation old =
                Json.read("{\"op\":\"poke\",\"reason\":\"resync\"}".getBytes(StandardCharsets.UTF_8), Operation.class);
        assertThat(old).isEqualTo(Say.resync());
        assertThat(((Operation.Poke) old).rejoins()).isFalse();
    }
}
