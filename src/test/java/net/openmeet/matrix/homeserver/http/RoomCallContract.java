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
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls about rooms and aliases come to the right outcome on a homeserver. */
interface RoomCallContract {

    CallCast cast();

    @ParameterizedTest
    @CsvSource({"10, PUBLIC", "11, PUBLIC", "12, PUBLIC", "10, INVITE", "11, INVITE", "12, INVITE"})
    default void aNewRoomIsAllItWasAskedToBe(String version, JoinRule rule) {
        // given
        UserId ada = cast().person();
        UserId bob = cast().person();
        RoomAlias alias = cast().alias();

        // when
        RoomId room = cast().room(cast().creation(alias, rule, version, Map.of(ada, 90, bob, 25), List.of(ada)));
        var reading = (Seen.RoomReading) cast().see(new MatrixCall.ReadRoom(room));

        // then
        assertThat(reading.creator()).contains(cast().bot);
        assertThat(reading.additionalCreators()).isEmpty();
        assertThat(reading.lane()).contains("t/event/1");
        assertThat(reading.roomVersion()).isEqualTo(version);
        assertThat(reading.name()).contains("A name");
        assertThat(reading.topic()).contains("A topic");
        assertThat(reading.canonicalAlias()).contains(alias);
        assertThat(reading.alternatives()).isEmpty();
        assertThat(reading.joinRule()).contains(rule);
        assertThat(reading.guestsAllowed()).contains(false);
        assertThat(reading.historyVisibility()).contains("shared");
        PowerLevels levels = reading.levels().orElseThrow();
        assertThat(levels.toInvite()).isEqualTo(50);
        assertThat(levels.of(ada)).isEqualTo(90);
        assertThat(levels.of(bob)).isEqualTo(25);
        assertThat(levels.users().containsKey(cast().bot)).isEqualTo(!version.equals("12"));
        assertThat(reading.members())
                .isEqualTo(Map.of(cast().bot, member(Membership.State.JOIN), ada, member(Membership.State.INVITE)));
        assertThat(cast().see(new MatrixCall.ReadLevels(room))).isEqualTo(new Seen.Levels(levels));
        assertThat(cast().see(new MatrixCall.LookupAlias(alias))).isEqualTo(new Seen.AliasTarget(room));
        assertThat(cast().see(new MatrixCall.ReadListing(room))).isEqualTo(new Seen.Listing(rule == JoinRule.PUBLIC));
    }

    private Membership member(Membership.State state) {
        return new Membership(state, cast().bot, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "11", "12"})
    default void everyKindOfStateIsWrittenAndReadAgain(String version) {
        // given
        RoomAlias alias = cast().alias();
        RoomAlias other = cast().alias();
        UserId ada = cast().person();
        RoomId room = cast().room(cast().creation(alias, JoinRule.PUBLIC, version, Map.of(), List.of()));
        var before = (Seen.Levels) cast().see(new MatrixCall.ReadLevels(room));
        PowerLevels levels = before.levels().with(Map.of(ada, Optional.of(75))).withInvite(25);

        // when
        List<RoomState> states = List.of(
                new RoomState.Name("Another name"),
                new RoomState.Topic("Another topic"),
                new RoomState.Join(JoinRule.INVITE),
                new RoomState.GuestAccess(true),
                new RoomState.HistoryVisibility("invited"),
                new RoomState.Levels(levels),
                new RoomState.Lane(cast().bot, "t/event/42"),
                new RoomState.CanonicalAlias(Optional.of(other), List.of(alias)));
        assertThat(cast().send(new MatrixCall.PutAlias(other, room))).isEqualTo(done());
        for (RoomState state : states) {
            var put = new MatrixCall.PutState(room, state, Optional.empty());
            assertThat(cast().send(put)).isEqualTo(done());
            assertThat(cast().send(put)).as("repeated").isEqualTo(done());
        }

        // then
        var reading = (Seen.RoomReading) cast().see(new MatrixCall.ReadRoom(room));
        assertThat(reading.name()).contains("Another name");
        assertThat(reading.topic()).contains("Another topic");
        assertThat(reading.joinRule()).contains(JoinRule.INVITE);
        assertThat(reading.guestsAllowed()).contains(true);
        assertThat(reading.historyVisibility()).contains("invited");
        assertThat(reading.levels()).contains(levels);
        assertThat(reading.claims()).isEqualTo(Map.of(cast().bot, "t/event/42"));
        assertThat(reading.canonicalAlias()).contains(other);
        assertThat(reading.alternatives()).containsExactly(alias);
    }

    @Test
    default void nobodyElseWritesTheBotsMark() {
        // given
        UserId ada = cast().person();
        RoomId room = cast().room(cast().creation(cast().alias(), JoinRule.PUBLIC, "11", Map.of(ada, 90), List.of()));
        assertThat(cast().send(new MatrixCall.Join(room, ada))).isEqualTo(done());
        RoomState mark = new RoomState.Lane(cast().bot, "t/event/42");

        // then
        assertThat(cast().send(new MatrixCall.PutState(room, mark, Optional.of(ada))))
                .isNotEqualTo(done());
        assertThat(((Seen.RoomReading) cast().see(new MatrixCall.ReadRoom(room))).claims())
                .isEmpty();
    }

    @Test
    default void anAliasIsTakenOnce() {
        // given
        RoomAlias alias = cast().alias();
        RoomId room = cast().room(cast().creation(alias, JoinRule.PUBLIC, "11", Map.of(), List.of()));

        // then
        assertContradicted(
                cast().send(cast().creation(alias, JoinRule.PUBLIC, "11", Map.of(), List.of())), Belief.ALIAS_FREE);
        assertContradicted(cast().send(new MatrixCall.PutAlias(alias, room)), Belief.ALIAS_FREE);
        assertThat(cast().send(new MatrixCall.PutAlias(
                        new RoomAlias("free", cast().bot.server() + ".not"), room)))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    default void aDeletedAliasIsGone() {
        // given
        RoomAlias alias = cast().alias();
        cast().room(cast().creation(alias, JoinRule.PUBLIC, "11", Map.of(), List.of()));

        // when
        Outcome deleted = cast().send(new MatrixCall.DeleteAlias(alias));
        Outcome again = cast().send(new MatrixCall.DeleteAlias(alias));

        // then
        assertThat(deleted).isEqualTo(done());
        assertThat(again).isIn(done(), new Outcome.AlreadySo());
        assertThat(cast().see(new MatrixCall.LookupAlias(alias))).isEqualTo(new Seen.Absent());
    }

    @Test
    default void aCanonicalAliasMustPointToItsRoom() {
        // given
        RoomId room = cast().room(JoinRule.PUBLIC);
        var canonical = new RoomState.CanonicalAlias(Optional.of(cast().alias()), List.of());

        // then
        assertContradicted(cast().send(new MatrixCall.PutState(room, canonical, Optional.empty())), Belief.ALIAS_OURS);
    }

    @Test
    default void aRoomIsListedAndTakenOut() {
        // given
        RoomId room = cast().room(JoinRule.INVITE);

        // then
        assertThat(cast().send(new MatrixCall.ListRoom(room, true))).isEqualTo(done());
        assertThat(cast().see(new MatrixCall.ReadListing(room))).isEqualTo(new Seen.Listing(true));
        assertThat(cast().send(new MatrixCall.ListRoom(room, false))).isEqualTo(done());
        assertThat(cast().see(new MatrixCall.ReadListing(room))).isEqualTo(new Seen.Listing(false));
    }

    @Test
    default void anUnknownRoomIsNeverTakenForAnythingElse() {
        // given
        RoomId room = RoomId.of("!nonexistent:" + cast().bot.server());
        UserId ada = cast().person();

        // then
        assertThat(List.of(
                        cast().send(new MatrixCall.Invite(room, ada, Optional.empty())),
                        cast().send(new MatrixCall.Join(room, ada)),
                        cast().send(new MatrixCall.Kick(room, ada, "r")),
                        cast().send(new MatrixCall.Leave(room, ada, "r")),
                        cast().send(new MatrixCall.PutAlias(cast().alias(), room)),
                        cast().send(new MatrixCall.ReadListing(room)),
                        cast().send(new MatrixCall.ListRoom(room, true))))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.RoomUnknown.class));
        for (MatrixCall call : List.of(
                new MatrixCall.ReadRoom(room),
                new MatrixCall.ReadLevels(room),
                new MatrixCall.ReadMember(room, ada),
                new MatrixCall.PutState(room, new RoomState.Name("x"), Optional.empty()))) {
            assertContradicted(cast().send(call), Belief.ACTOR_IN_ROOM);
        }
    }

    @Test
    default void aRoomThatEverybodyLeftKeepsItsAliasUntilItIsDeleted() {
        // given
        RoomAlias alias = cast().alias();
        var creation = cast().creation(alias, JoinRule.PUBLIC, "11", Map.of(), List.of());
        RoomId room = cast().room(creation);
        assertThat(cast().send(new MatrixCall.Leave(room, cast().bot, "r"))).isEqualTo(done());

        // then
        assertThat(cast().send(new MatrixCall.Join(room, cast().bot))).isInstanceOf(Outcome.RoomUnknown.class);
        assertThat(cast().see(new MatrixCall.LookupAlias(alias))).isEqualTo(new Seen.AliasTarget(room));
        assertContradicted(cast().send(creation), Belief.ALIAS_FREE);
        assertThat(cast().send(new MatrixCall.DeleteAlias(alias))).isEqualTo(done());
        assertThat(cast().room(creation)).isNotEqualTo(room);
    }

    @Test
    default void whatCannotBeMadeIsRejected() {
        assertThat(cast().send(cast().creation(cast().alias(), JoinRule.PUBLIC, "99", Map.of(), List.of())))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(cast().send(cast().creation(
                                new RoomAlias("with space", cast().bot.server()),
                                JoinRule.PUBLIC,
                                "11",
                                Map.of(),
                                List.of())))
                .isInstanceOf(Outcome.Rejected.class);
    }
}
