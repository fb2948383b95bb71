package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.event.RoomStatus;
import net.openmeet.matrix.event.Visibility;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A lane has one room, whatever became of the call that made it: what is found under its aliases is adopted where it is ours,
 * completed where it is half-built, waited for where it is another lane's, and left alone where it is foreign.
 */
class RoomFoundingTest {
    private static final RoomAlias HIKERS = RoomAlias.parse("#group-hikers-t:hs.test");
    private static final UserId EVE = UserId.parse("@eve:hs.test");
    private static final UserId OLD_BOT = UserId.parse("@oldbot:hs.test");

    private final LaneDriver lane = LaneDriver.of("t/group/7");
    private final Say say = new Say("t/group/7");

    private ModelRoom found(UserId creator, RoomAlias alias) {
        ModelRoom room = lane.server.fresh();
        room.creator = Optional.of(creator);
        room.canonical = Optional.of(alias);
        room.joinRule = Optional.of(JoinRule.PUBLIC);
        room.levels = Optional.of(LevelRules.defaults(creator, false));
        room.set(creator, Membership.State.JOIN, creator, "");
        lane.server.aliases.put(alias, room.id);
        lane.server.aliasCreators.put(alias, creator);
        return room;
    }

    @ParameterizedTest
    @EnumSource(ModelHomeserver.Stage.class)
    void aRoomThatIsHalfBuiltIsCompleted(ModelHomeserver.Stage stage) {
        // given: the first createRoom is cut off
        LaneDriver.Fate honest = lane.fate;
        lane.fate = (call, server, late) -> {
            if (call instanceof MatrixCall.CreateRoom create) {
                lane.fate = honest;
                server.half(create, stage);
                return new Outcome.Uncertain("killed");
            }
            return server.execute(call);
        };

        // when
        lane.fold(say.closed("hikers"));
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.fold(say.member(2));
        lane.run();

        // then
        assertThat(lane.server.roomsOf("t/group/7")).hasSize(1);
        assertThat(lane.server.aliases).containsEntry(HIKERS, lane.room().id);
        assertThat(lane.room().name).contains("Hikers Chat");
        assertThat(lane.room().level(Say.user(1))).isEqualTo(90);
        assertThat(lane.tally.joined()).isEqualTo(2);
        assertThat(lane.refusals).isEmpty();
    }

    @Test
    void anAliasThatChangedWhileTheAnswerWasLostStillLeadsToTheRoom() {
        // given
        lane.fold(say.open("hikers"));
        lane.fate = (call, server, late) -> {
            Outcome outcome = server.execute(call);
            return call instanceof MatrixCall.CreateRoom ? new Outcome.Uncertain("lost") : outcome;
        };
        lane.run(2);

        // when
        lane.fold(say.open("walkers"));
        lane.run();

        // then
        assertThat(lane.server.rooms).hasSize(1);
        assertThat(lane.room().canonical).contains(RoomAlias.parse("#group-walkers-t:hs.test"));
        assertThat(lane.room().alternatives).containsExactly(HIKERS);
    }

    @Test
    void aForeignRoomIsLeftAloneAndSaidOnce() {
        // given
        ModelRoom foreign = found(EVE, HIKERS);
        foreign.lane = Optional.of("t/group/7");

        // when
        lane.fold(say.open("hikers"));
        lane.run();
        lane.run();

        // then
        assertThat(lane.refusals)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.problem().reason()).isEqualTo("foreign-alias"));
        assertThat(lane.server.rooms).hasSize(1);
        assertThat(foreign.isJoined(LaneDriver.BOT)).isFalse();
        assertThat(lane.last)
                .isInstanceOfSatisfying(
                        Plan.Wait.class, wait -> assertThat(wait.reason()).isEqualTo(WaitReason.DEAD_LETTERED));

        assertThat(lane.standingProblem()).contains("foreign-alias");

        // and when: another slug
        lane.fold(say.open("walkers"));
        lane.run();
        assertThat(lane.standingProblem()).isEmpty();

        // then
        assertThat(lane.roomIsOpen()).isTrue();
    }

    @Test
    void aRoomOfOursInSomebodyElsesHandsIsForeign() {
        // given
        ModelRoom hijacked = found(LaneDriver.BOT, HIKERS);
        hijacked.lane = Optional.of("t/group/7");
        hijacked.levels = hijacked.levels.map(levels -> levels.with(Map.of(EVE, Optional.of(100))));

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.refusals).hasSize(1);
        assertThat(lane.body.roomId()).isEmpty();
    }

    @Test
    void aLegacyRoomWithHostsAtTheBotsLevelIsAdoptedAndItsHostsLowered() {
        // given
        lane.adopt(LaneDriver.BOT);
        ModelRoom old = found(LaneDriver.BOT, HIKERS);
        old.levels = old.levels.map(levels -> levels.with(Map.of(Say.user(1), Optional.of(100))));
        old.set(Say.user(1), Membership.State.JOIN, Say.user(1), "");

        // when
        lane.fold(say.open("hikers"));
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.run();

        // then
        assertThat(lane.room()).isSameAs(old);
        assertThat(old.level(Say.user(1))).isEqualTo(90);
        assertThat(old.name).contains("Hikers Chat");
        assertThat(lane.refusals).isEmpty();
    }

    @Test
    void aLegacyRoomOfAnotherBotIsEnteredAndTheBotRaisedByIt() {
        // given
        lane.adopt(OLD_BOT);
        ModelRoom old = found(OLD_BOT, HIKERS);

        // when
        lane.fold(say.open("hikers"));
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.run();

        // then
        assertThat(lane.room()).isSameAs(old);
        assertThat(old.level(LaneDriver.BOT)).isEqualTo(100);
        assertThat(old.level(Say.user(1))).isEqualTo(90);
        assertThat(old.isJoined(OLD_BOT)).isTrue();
    }

    @Test
    void anUnmarkedRoomIsForeignUnlessItsCreatorIsConfigured() {
        // given
        found(LaneDriver.BOT, HIKERS);

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.body.roomId()).isEmpty();
        assertThat(lane.refusals).hasSize(1);
    }

    @Test
    void whatTheBotEnteredOnlyToLookAtItLeavesAgain() {
        // given: a room that its creator left, so that a reading needs the bot in it
        ModelRoom foreign = found(EVE, HIKERS);

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(foreign.state(LaneDriver.BOT)).contains(Membership.State.LEAVE);
    }

    @Test
    void anotherLanesCanonicalAliasIsWaitedForAndItsAlternativeTakenOver() {
        // given
        Say others = new Say("t/group/8");
        LaneDriver other = lane.beside("t/group/8");
        other.fold(others.open("hikers"));
        other.run();

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.body.roomId()).isEmpty();
        assertThat(lane.refusals).isEmpty();
        assertThat(lane.last).isInstanceOfSatisfying(Plan.Wait.class, wait -> {
            assertThat(wait.reason()).isEqualTo(WaitReason.ALIAS_HELD);
            assertThat(wait.until())
                    .contains(lane.now.plus(lane.policy.patience().recheck()));
        });

        // and when
        other.fold(others.open("walkers"));
        other.run();
        lane.pass(lane.policy.patience().recheck());
        lane.run();

        // then
        assertThat(lane.server.aliases).containsEntry(HIKERS, lane.room().id);

        // and when: the other one's memory of it doesn't hold it up
        other.fold(others.open("climbers"));
        other.run();

        // then
        assertThat(other.room().canonical).contains(RoomAlias.parse("#group-climbers-t:hs.test"));
        assertThat(lane.server.aliases).containsEntry(HIKERS, lane.room().id);
    }

    @Test
    void anotherTenantsRoomIsForeignThoughTheBotMadeIt() {
        // given
        ModelRoom other = found(LaneDriver.BOT, HIKERS);
        other.lane = Optional.of("u/group/7");

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.refusals).hasSize(1);
        assertThat(lane.server.aliases).containsEntry(HIKERS, other.id);
    }

    @Test
    void anOrphanAliasIsDeletedOnlyAfterHalfAMinute() {
        // given
        ModelRoom orphan = lane.server.fresh();
        lane.server.aliases.put(HIKERS, orphan.id);
        lane.server.aliasCreators.put(HIKERS, LaneDriver.BOT);

        // when
        lane.fold(say.open("hikers"));
        Instant before = lane.now;
        lane.run();

        // then
        assertThat(Duration.between(before, lane.now)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(35));
        assertThat(lane.room()).isNotSameAs(orphan);
    }

    @Test
    void tooManyInvitesAreTriedWithFewer() {
        // given
        lane.server.mostInvites = 10;
        lane.fold(say.room("hikers", Visibility.PRIVATE, RoomStatus.PUBLISHED));
        for (int person = 1; person <= 30; person++) {
            lane.fold(say.member(person));
        }

        // when
        lane.run();

        // then
        assertThat(lane.tally.joined()).isEqualTo(30);
        assertThat(lane.refusals).isEmpty();
    }

    @Test
    void aRoomThatCannotBeMadeIsDeadLetteredAndANewerFactTriesAgain() {
        // given
        lane.server.refusing = call -> call instanceof MatrixCall.CreateRoom;
        lane.fold(say.open("hikers"));

        // when
        lane.run();
        lane.run();

        // then
        assertThat(lane.refusals).hasSize(1);

        // and when
        lane.server.refusing = call -> false;
        lane.fold(say.room("hikers", Visibility.UNLISTED, RoomStatus.PUBLISHED));
        lane.run();

        // then
        assertThat(lane.roomIsOpen()).isTrue();
    }

    @Test
    void aSlugChangeMovesTheCanonicalAliasAndKeepsTheOldOne() {
        // given
        lane.fold(say.open("hikers"));
        lane.run();

        // when
        int before = lane.server.calls.size();
        lane.fold(say.open("walkers"));
        lane.run();

        // then
        assertThat(lane.callsSince(before)).isEqualTo(List.of("PutAlias", "PutState"));
        assertThat(lane.room().canonical).contains(RoomAlias.parse("#group-walkers-t:hs.test"));
        assertThat(lane.room().alternatives).containsExactly(HIKERS);

        // and when: back again
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.room().canonical).contains(HIKERS);
        assertThat(lane.room().alternatives).containsExactly(RoomAlias.parse("#group-walkers-t:hs.test"));
    }

    @Test
    void aRoomIsConcludedGoneOnlyAfterTwoLooksHalfAMinuteApart() {
        // given
        lane.fold(say.open("hikers"));
        lane.fold(say.member(1));
        lane.run();
        var lost = lane.room().id;
        lane.server.wipe();

        // when
        Instant before = lane.now;
        lane.fold(say.member(2));
        lane.run();

        // then
        assertThat(Duration.between(before, lane.now)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(lane.body.home().previous()).containsExactly(lost);
        assertThat(lane.tally.joined()).isEqualTo(2);
        assertThat(lane.room().isJoined(Say.user(1))).isTrue();
    }

    @Test
    void aBotThatWasKickedComesBack() {
        // given
        lane.fold(say.open("hikers"));
        lane.run();
        lane.room().set(EVE, Membership.State.JOIN, EVE, "");
        lane.room().set(LaneDriver.BOT, Membership.State.LEAVE, EVE, "away with you");

        // when
        lane.fold(say.room(false, "hikers", "Walkers", Visibility.PUBLIC, RoomStatus.PUBLISHED));
        lane.run();

        // then
        assertThat(lane.room().isJoined(LaneDriver.BOT)).isTrue();
        assertThat(lane.room().name).contains("Walkers Chat");
        assertThat(lane.server.rooms).hasSize(1);
    }

    @Test
    void aBotThatMayNotComeBackIsLetInByAModeratorOrWaits() {
        // given
        lane.fold(say.closed("hikers"));
        lane.fold(say.member(1, GroupRole.MODERATOR));
        lane.run();
        lane.room().set(LaneDriver.BOT, Membership.State.LEAVE, EVE, "away with you");

        // when
        lane.fold(say.member(2));
        lane.run();

        // then
        assertThat(lane.room().isJoined(LaneDriver.BOT)).isTrue();
        assertThat(lane.room().isJoined(Say.user(2))).isTrue();

        // and when: nobody is left who could let it in
        lane.fold(say.gone(1));
        lane.run();
        lane.room().set(LaneDriver.BOT, Membership.State.LEAVE, EVE, "away with you");
        lane.fold(say.member(3));
        lane.run();
        lane.pass(Duration.ofMinutes(11));
        lane.run();

        // then
        assertThat(lane.refusals).hasSize(1);
        assertThat(lane.last)
                .isInstanceOfSatisfying(
                        Plan.Wait.class, wait -> assertThat(wait.reason()).isEqualTo(WaitReason.MISCONFIGURED));
    }
}
