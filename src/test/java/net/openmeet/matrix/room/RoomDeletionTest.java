package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.event.RoomStatus;
import net.openmeet.matrix.event.Visibility;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/**
 * A deletion is final for an id and leaves an empty, closed room with the bot in it, which nobody finds. Only a creation revives it,
 * with everybody out, and what was said of members before doesn't count any more.
 */
class RoomDeletionTest {
    private static final UserId STRANGER = UserId.parse("@stranger:hs.test");

    private final LaneDriver lane = LaneDriver.of("t/group/7");
    private final Say say = new Say("t/group/7");

    private void founded() {
        lane.fold(say.open("hikers"));
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.fold(say.member(2));
        lane.run();
        lane.fold(say.open("walkers"));
        lane.run();
    }

    @Test
    void aDeletedRoomIsClosedHiddenNamelessAndEmptyButForTheBot() {
        // given
        founded();
        lane.server.join(lane.room().id, STRANGER);

        // when
        lane.fold(say.deleted());
        lane.run();

        // then
        ModelRoom room = lane.room();
        assertThat(room.joinRule).contains(JoinRule.INVITE);
        assertThat(room.listed).isFalse();
        assertThat(lane.server.aliases).isEmpty();
        assertThat(room.inside()).containsExactly(LaneDriver.BOT);
        assertThat(room.levels.orElseThrow().users()).containsOnlyKeys(LaneDriver.BOT);
        assertThat(lane.body.purgeable()).isTrue();
        assertThat(lane.tally).isEqualTo(Tally.none());
        assertThat(RoomRecord.of(lane.lane, lane.body, lane.tally, Optional.empty(), lane.now)
                        .state())
                .isEqualTo("deleted");
        assertThat(lane.run()).isZero();
    }

    @Test
    void theJoinRuleComesFirstThenTheListingThenThePeopleThenTheAliases() {
        // given
        founded();

        // when
        int before = lane.server.calls.size();
        lane.fold(say.deleted());
        lane.run();

        // then
        assertThat(lane.callsSince(before))
                .isEqualTo(List.of(
                        "ReadRoom",
                        "PutState",
                        "ReadListing",
                        "ListRoom",
                        "ReadLevels",
                        "PutState",
                        "Kick",
                        "Kick",
                        "LookupAlias",
                        "DeleteAlias",
                        "LookupAlias",
                        "DeleteAlias",
                        "PutState"));
    }

    @Test
    void nothingButACreationRevivesADeletedId() {
        // given
        founded();
        lane.fold(say.deleted());
        lane.run();

        // when
        boolean stale = lane.fold(say.open("hikers"));

        // then
        assertThat(stale).isTrue();
        assertThat(lane.run()).isZero();
        assertThat(lane.body.purgeable()).isTrue();
    }

    @Test
    void aRevivedRoomStartsWithEverybodyOutAndForgetsOldFacts() {
        // given
        founded();
        Operation old = say.member(1, GroupRole.ADMIN);
        lane.fold(say.deleted());
        lane.run();

        // when
        lane.fold(say.created("hikers"));
        boolean stale = lane.fold(old);
        lane.fold(say.member(2));
        lane.run();

        // then
        assertThat(stale).isTrue();
        assertThat(lane.room().inside()).containsExactly(LaneDriver.BOT, Say.user(2));
        assertThat(lane.room().joinRule).contains(JoinRule.PUBLIC);
        assertThat(lane.room().listed).isTrue();
        assertThat(lane.body.purgeable()).isFalse();
    }

    @Test
    void aRevivalInTheSameBreathStillPutsEverybodyOutFirst() {
        // given
        founded();

        // when
        lane.fold(say.deleted());
        lane.fold(say.created("hikers"));
        lane.fold(say.member(2));
        lane.run();

        // then
        assertThat(lane.room().inside()).containsExactly(LaneDriver.BOT, Say.user(2));
        assertThat(lane.server.calls)
                .filteredOn(MatrixCall.Kick.class::isInstance)
                .hasSize(2);
    }

    @Test
    void whatWasDeletedBeforeARoomWasMadeCostsNothing() {
        // given
        lane.fold(say.room("hikers", Visibility.PUBLIC, RoomStatus.DRAFT));
        lane.fold(say.member(1));
        lane.run();

        // when
        lane.fold(say.deleted());

        // then
        assertThat(lane.run()).isZero();
        assertThat(lane.body.purgeable()).isTrue();
    }

    @Test
    void whatWasDeletedWhileItsCreationHadNoAnswerIsLookedForAndEmptied() {
        // given
        lane.fate = (call, server, late) -> {
            Outcome outcome = server.execute(call);
            return call instanceof MatrixCall.CreateRoom ? new Outcome.Uncertain("lost") : outcome;
        };
        lane.fold(say.open("hikers"));
        lane.run(2);

        // when
        lane.fold(say.deleted());
        lane.run();

        // then
        assertThat(lane.server.aliases).isEmpty();
        assertThat(lane.room().joinRule).contains(JoinRule.INVITE);
        assertThat(lane.body.purgeable()).isTrue();
    }

    @Test
    void anAliasThatAnotherLaneTookOverMeanwhileIsNotDeleted() {
        // given
        founded();
        LaneDriver other = lane.beside("t/group/8");
        other.fold(new Say("t/group/8").open("hikers"));
        other.run();

        // when
        lane.fold(say.deleted());
        lane.run();

        // then
        assertThat(lane.server.aliases).containsOnlyKeys(other.room().canonical.orElseThrow());
    }

    @Test
    void whoEqualsTheBotIsPutOutOfADeletedRoomToo() {
        // given
        founded();
        lane.room().levels = lane.room().levels.map(levels -> levels.with(Map.of(Say.user(2), Optional.of(100))));

        // when
        lane.fold(say.deleted());
        lane.run();

        // then
        assertThat(lane.room().inside()).containsExactly(LaneDriver.BOT);
        assertThat(lane.refusals).isEmpty();
    }

    @Test
    void aLargeDeletedRoomIsEmptiedPageByPage() {
        // given
        lane.fold(say.open("hikers"));
        for (int person = 1; person <= 250; person++) {
            lane.fold(say.member(person));
        }
        lane.run();

        // when
        lane.fold(say.deleted());
        lane.run();

        // then
        assertThat(lane.room().inside()).containsExactly(LaneDriver.BOT);
        assertThat(lane.body.purgeable()).isTrue();
    }

    @Test
    void aDeletedRoomThatTheHomeserverLostIsNotMadeAnew() {
        // given
        founded();
        lane.server.wipe();

        // when
        lane.fold(say.deleted());
        lane.run();

        // then
        assertThat(lane.server.rooms).isEmpty();
        assertThat(lane.body.purgeable()).isTrue();
    }
}
