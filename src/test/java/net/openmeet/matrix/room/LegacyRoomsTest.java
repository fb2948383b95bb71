package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/**
 * A room that OpenMeet made before there was a service belongs to one lane, whoever has its slugs later. Nobody stands as high as the
 * bot in it for longer than it takes to lower them.
 */
class LegacyRoomsTest {
    private static final RoomAlias HIKERS = RoomAlias.parse("#group-hikers-t:hs.test");
    private static final RoomAlias WALKERS = RoomAlias.parse("#group-walkers-t:hs.test");
    private static final UserId EVE = UserId.parse("@eve:hs.test");
    private static final UserId AFAR = UserId.parse("@eve:elsewhere.test");

    private final LaneDriver lane = LaneDriver.of("t/group/7");
    private final Say say = new Say("t/group/7");
    private final ModelRoom old;

    LegacyRoomsTest() {
        lane.adopt(LaneDriver.BOT);
        old = lane.server.fresh();
        old.creator = Optional.of(LaneDriver.BOT);
        old.joinRule = Optional.of(JoinRule.PUBLIC);
        old.levels = Optional.of(LevelRules.defaults(LaneDriver.BOT, false));
        old.set(LaneDriver.BOT, Membership.State.JOIN, LaneDriver.BOT, "");
        named(HIKERS);
    }

    /** With the owner alone. */
    private LaneDriver anotherGroupHas(String slug) {
        LaneDriver other = lane.beside("t/group/8");
        Say others = new Say("t/group/8");
        other.fold(others.closed(slug));
        other.fold(others.member(2, GroupRole.OWNER));
        other.run();
        return other;
    }

    private void named(RoomAlias canonical, RoomAlias... others) {
        old.canonical = Optional.of(canonical);
        old.alternatives = List.of(others);
        leads(canonical);
        List.of(others).forEach(this::leads);
    }

    private void leads(RoomAlias alias) {
        lane.server.aliases.put(alias, old.id);
        lane.server.aliasCreators.put(alias, LaneDriver.BOT);
    }

    private void level(UserId user, int level) {
        old.levels = old.levels.map(levels -> levels.with(Map.of(user, Optional.of(level))));
        old.set(user, Membership.State.JOIN, user, "");
    }

    private List<MatrixCall.PutState> writes() {
        return lane.server.calls.stream()
                .filter(MatrixCall.PutState.class::isInstance)
                .map(MatrixCall.PutState.class::cast)
                .toList();
    }

    @Test
    void itIsMarkedOnceAndThenOurs() {
        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.room()).isSameAs(old);
        assertThat(old.claims).isEqualTo(Map.of(LaneDriver.BOT, "t/group/7"));

        // and when: it is read again
        int before = lane.server.calls.size();
        lane.fold(Say.resync());
        lane.run();

        // then
        assertThat(lane.callsSince(before)).doesNotContain("PutState");
    }

    @Test
    void whoHasASlugThatIsCanonicalThereWaits() {
        // given
        lane.fold(say.closed("hikers"));
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.run();

        // when
        LaneDriver other = anotherGroupHas("hikers");

        // then
        assertThat(other.last)
                .isInstanceOfSatisfying(
                        Plan.Wait.class, wait -> assertThat(wait.reason()).isEqualTo(WaitReason.ALIAS_HELD));
        assertThat(old.inside()).containsExactlyInAnyOrder(LaneDriver.BOT, Say.user(1));
    }

    @Test
    void whoHasAFormerSlugOfItTakesTheAliasAndMakesARoomOfTheirOwn() {
        // given
        lane.fold(say.closed("hikers"));
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.run();
        lane.fold(say.closed("walkers"));
        lane.run();

        // when
        LaneDriver other = anotherGroupHas("hikers");

        // then
        assertThat(other.room()).isNotSameAs(old);
        assertThat(lane.server.aliases).containsEntry(HIKERS, other.room().id).containsEntry(WALKERS, old.id);
        assertThat(old.inside()).containsExactlyInAnyOrder(LaneDriver.BOT, Say.user(1));
    }

    @Test
    void whoHasAFormerSlugOfOneThatNobodyHasMarkedYetWaitsForItsOwner() {
        // given: renamed by OpenMeet's own integration
        named(WALKERS, HIKERS);
        LaneDriver other = lane.beside("t/group/8");
        Say others = new Say("t/group/8");

        // when
        other.fold(others.open("hikers"));
        other.run();

        // then
        assertThat(other.body.roomId()).isEmpty();
        assertThat(other.refusals).isEmpty();

        // and when
        lane.fold(say.open("walkers"));
        lane.run();
        other.pass(other.policy.patience().recheck());
        other.run();

        // then
        assertThat(lane.room()).isSameAs(old);
        assertThat(other.room()).isNotSameAs(old);
        assertThat(lane.server.aliases).containsEntry(HIKERS, other.room().id);
    }

    @Test
    void aRenameThatOpenMeetLeftHalfDoneIsCompleted() {
        // given: the new alias leads there, and the room doesn't say so
        named(WALKERS);
        leads(HIKERS);

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.room()).isSameAs(old);
        assertThat(old.canonical).contains(HIKERS);
        assertThat(old.alternatives).contains(WALKERS);
    }

    @Test
    void aMainAliasThatAHostChoseTellsNothing() {
        // given
        named(RoomAlias.parse("#mountains:hs.test"), HIKERS);

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.room()).isSameAs(old);
    }

    @Test
    void aPrivateOnesMembersStayThoughTheyAreHeardOfOnlyAfterTheRoom() {
        // given
        level(EVE, 0);
        level(Say.user(1), 100);
        level(Say.user(2), 0);

        // when
        lane.fold(say.closed("hikers"));
        lane.run(6);

        // then: nobody can come in any more
        assertThat(old.joinRule).contains(JoinRule.INVITE);
        assertThat(old.inside()).contains(EVE, Say.user(1), Say.user(2));
        assertThat(old.level(Say.user(1))).isEqualTo(100);

        // and when
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.fold(say.member(2));
        lane.run();

        // then
        assertThat(old.inside()).containsExactlyInAnyOrder(LaneDriver.BOT, Say.user(1), Say.user(2));
        assertThat(lane.server.calls.stream().filter(MatrixCall.Kick.class::isInstance))
                .hasSize(1);
        assertThat(old.level(Say.user(1))).isEqualTo(90);
    }

    @Test
    void aFormerHostWhomOpenMeetForgotComesDownAsThemselvesAndMayStay() {
        // given
        level(EVE, 100);
        level(Say.user(1), 100);

        // when
        lane.fold(say.open("hikers"));
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.run();

        // then
        assertThat(lane.room()).isSameAs(old);
        assertThat(old.level(EVE)).isZero();
        assertThat(old.isJoined(EVE)).isTrue();
        assertThat(old.level(Say.user(1))).isEqualTo(90);
        assertThat(writes()).anyMatch(write -> write.as().equals(Optional.of(EVE)));
        assertThat(lane.refusals).isEmpty();

        // and when
        int before = lane.server.calls.size();
        lane.fold(say.member(9, GroupRole.MEMBER));
        lane.run();

        // then
        assertThat(lane.callsSince(before)).doesNotContain("PutState");
    }

    @Test
    void aFormerModeratorsLevelIsKept() {
        // given
        level(EVE, 50);

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(old.level(EVE)).isEqualTo(50);
    }

    @Test
    void somebodyOfAnotherHomeserverWhoIsAsHighAsTheBotCannotBeLowered() {
        // given: beside somebody of this homeserver, who could be
        level(UserId.parse("@ann:hs.test"), 100);
        level(AFAR, 100);

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.body.roomId()).isEmpty();
        assertThat(lane.refusals)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.problem().detail())
                        .isEqualTo(
                                HIKERS + " points to a room that isn't ours: " + AFAR + " stands as high as the bot"));
    }

    @Test
    void aRoomOfAnotherTenantIsForeignForItsMarkWhoeverStandsHighInIt() {
        // given
        old.claims.put(LaneDriver.BOT, "north/group/7");
        level(AFAR, 100);

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.body.roomId()).isEmpty();
        assertThat(lane.refusals)
                .singleElement()
                .satisfies(refusal ->
                        assertThat(refusal.problem().detail()).endsWith(": it is marked as that of north/group/7"));
    }

    @Test
    void aMarkThatSomebodyElseWroteCountsForNothing() {
        // given
        lane.policy = Policy.defaults("t", LaneDriver.BOT);
        old.claims.put(EVE, "t/group/7");

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.body.roomId()).isEmpty();
        assertThat(lane.refusals)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.problem().detail())
                        .endsWith(": @bot:hs.test made it, and it bears no mark of the bot's"));
    }

    @Test
    void aMarkedRoomIsOursThoughItsCreatorIsNotConfiguredAnyMore() {
        // given
        lane.policy = Policy.defaults("t", LaneDriver.BOT);
        old.claims.put(LaneDriver.BOT, "t/group/7");

        // when
        lane.fold(say.open("hikers"));
        lane.run();

        // then
        assertThat(lane.room()).isSameAs(old);
    }
}
