package net.openmeet.matrix.homeserver.http;

import static net.openmeet.matrix.homeserver.http.AccountCallContract.assertContradicted;
import static net.openmeet.matrix.homeserver.http.AccountCallContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls about who is in a room come to the right outcome on a homeserver. */
interface MemberCallContract {

    CallCast cast();

    @ParameterizedTest
    @ValueSource(strings = {"10", "11", "12"})
    default void aPersonIsInvitedJoinsIsKickedAndMustBeInvitedAgain(String version) {
        // given
        UserId ada = cast().person();
        RoomId room = cast().room(cast().creation(cast().alias(), JoinRule.INVITE, version, Map.of(), List.of()));
        var join = new MatrixCall.Join(room, ada);
        var invite = new MatrixCall.Invite(room, ada, Optional.empty());
        var kick = new MatrixCall.Kick(room, ada, "Left the event");

        // then
        assertThat(seen(room, ada)).isEqualTo(new Seen.Absent());
        assertContradicted(cast().send(join), Belief.MAY_JOIN);
        assertThat(cast().send(invite)).isEqualTo(done());
        assertThat(cast().send(invite)).isEqualTo(done());
        assertThat(seen(room, ada)).isEqualTo(member(Membership.State.INVITE, cast().bot, Optional.empty()));
        assertThat(cast().send(join)).isEqualTo(done());
        assertThat(cast().send(join)).isEqualTo(done());
        assertThat(seen(room, ada)).isEqualTo(member(Membership.State.JOIN, ada, Optional.empty()));
        assertThat(cast().send(invite)).isEqualTo(new Outcome.AlreadySo());
        assertThat(cast().send(kick)).isEqualTo(done());
        assertThat(seen(room, ada))
                .isEqualTo(member(Membership.State.LEAVE, cast().bot, Optional.of("Left the event")));
        assertThat(cast().send(kick)).isEqualTo(new Outcome.AlreadySo());
        assertContradicted(cast().send(join), Belief.MAY_JOIN);
        assertThat(((Seen.RoomReading) cast().see(new MatrixCall.ReadRoom(room)))
                        .members()
                        .get(ada))
                .isEqualTo(new Membership(Membership.State.LEAVE, cast().bot, Optional.of("Left the event")));
    }

    @Test
    default void aPersonLeavesAPublicRoomAndComesBack() {
        // given
        UserId ada = cast().person();
        RoomId room = cast().room(JoinRule.PUBLIC);
        var join = new MatrixCall.Join(room, ada);
        var leave = new MatrixCall.Leave(room, ada, "Not going");

        // then
        assertThat(cast().send(leave)).isEqualTo(new Outcome.AlreadySo());
        assertThat(cast().send(join)).isEqualTo(done());
        assertThat(cast().send(leave)).isEqualTo(done());
        assertThat(seen(room, ada)).isEqualTo(member(Membership.State.LEAVE, ada, Optional.of("Not going")));
        assertThat(cast().send(leave)).isIn(done(), new Outcome.AlreadySo());
        assertThat(cast().send(join)).isEqualTo(done());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "11", "12"})
    default void aBanIsSeenInEveryCall(String version) {
        // given
        UserId ada = cast().person();
        RoomId room = cast().room(cast().creation(cast().alias(), JoinRule.PUBLIC, version, Map.of(), List.of()));
        cast().ban(room, ada);

        // then
        assertContradicted(cast().send(new MatrixCall.Join(room, ada)), Belief.NOT_BANNED);
        assertContradicted(cast().send(new MatrixCall.Invite(room, ada, Optional.empty())), Belief.NOT_BANNED);
        assertThat(cast().send(new MatrixCall.Kick(room, ada, "r"))).isEqualTo(new Outcome.AlreadySo());
        assertThat(cast().send(new MatrixCall.Leave(room, ada, "r"))).isEqualTo(new Outcome.AlreadySo());
        assertThat(seen(room, ada)).isEqualTo(member(Membership.State.BAN, cast().bot, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "11", "12"})
    default void whoHasNoPowerIsToldSo(String version) {
        // given
        UserId ada = cast().person();
        UserId bob = cast().person();
        RoomId room =
                cast().room(cast().creation(cast().alias(), JoinRule.PUBLIC, version, Map.of(bob, 100), List.of()));
        cast().see(new MatrixCall.Join(room, ada));
        var levels = ((Seen.Levels) cast().see(new MatrixCall.ReadLevels(room))).levels();

        // then
        for (RoomState state : List.of(new RoomState.Name("x"), new RoomState.Levels(levels.withInvite(0)))) {
            assertContradicted(
                    cast().send(new MatrixCall.PutState(room, state, Optional.of(ada))), Belief.ACTOR_HAS_POWER);
        }
        assertContradicted(
                cast().send(new MatrixCall.Invite(room, cast().person(), Optional.of(ada))), Belief.ACTOR_HAS_POWER);
    }

    @Test
    default void whoIsAnEqualCannotBeKickedOrDemotedButCanLeaveAndStepDown() {
        // given
        UserId bob = cast().person();
        RoomId room = cast().room(cast().creation(cast().alias(), JoinRule.PUBLIC, "11", Map.of(bob, 100), List.of()));
        cast().see(new MatrixCall.Join(room, bob));
        var levels = ((Seen.Levels) cast().see(new MatrixCall.ReadLevels(room))).levels();
        var demoted = new RoomState.Levels(levels.with(Map.of(bob, Optional.empty())));

        // then
        assertContradicted(cast().send(new MatrixCall.Kick(room, bob, "r")), Belief.ACTOR_HAS_POWER);
        assertContradicted(
                cast().send(new MatrixCall.PutState(room, demoted, Optional.empty())), Belief.ACTOR_HAS_POWER);
        assertThat(cast().send(new MatrixCall.PutState(room, demoted, Optional.of(bob))))
                .isEqualTo(done());
        assertThat(cast().send(new MatrixCall.Leave(room, bob, "r"))).isEqualTo(done());
    }

    @Test
    default void whoIsNotInTheRoomIsToldSo() {
        // given
        UserId ada = cast().person();
        RoomId room = cast().room(JoinRule.PUBLIC);

        // then
        assertContradicted(
                cast().send(new MatrixCall.Invite(room, cast().person(), Optional.of(ada))), Belief.ACTOR_IN_ROOM);
        assertContradicted(
                cast().send(new MatrixCall.PutState(room, new RoomState.Name("x"), Optional.of(ada))),
                Belief.ACTOR_IN_ROOM);
    }

    @Test
    default void aBotThatLeftReadsTheRoomAsItLeftIt() {
        // given
        UserId ada = cast().person();
        RoomId room = cast().room(JoinRule.PUBLIC);
        cast().see(new MatrixCall.Join(room, ada));
        cast().see(new MatrixCall.Leave(room, cast().bot, "r"));

        // when
        var reading = (Seen.RoomReading) cast().see(new MatrixCall.ReadRoom(room));

        // then
        assertThat(reading.members().get(cast().bot))
                .isEqualTo(new Membership(Membership.State.LEAVE, cast().bot, Optional.of("r")));
        assertContradicted(cast().send(new MatrixCall.Kick(room, ada, "r")), Belief.ACTOR_IN_ROOM);
        assertContradicted(
                cast().send(new MatrixCall.Invite(room, cast().person(), Optional.empty())), Belief.ACTOR_IN_ROOM);
    }

    private Seen seen(RoomId room, UserId user) {
        return cast().see(new MatrixCall.ReadMember(room, user));
    }

    private static Seen member(Membership.State state, UserId sender, Optional<String> reason) {
        return new Seen.Member(new Membership(state, sender, reason));
    }
}
