package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/**
 * Levels are read before they are written, all changes at once, and what isn't ours is kept. Where the bot's own level isn't enough
 * somebody local is acted as, and where nobody is, it is said once and waited for.
 */
class RoomLevelsTest {
    private static final UserId MOD = UserId.parse("@mod:hs.test");

    private final LaneDriver lane = LaneDriver.of("t/group/7");
    private final Say say = new Say("t/group/7");

    private void founded() {
        lane.fold(say.open("hikers"));
        lane.fold(say.member(1));
        lane.run();
    }

    private void setLevel(UserId user, int level) {
        ModelRoom room = lane.room();
        room.levels = room.levels.map(levels -> levels.with(Map.of(user, Optional.of(level))));
    }

    @Test
    void entriesOfOthersAreKept() {
        // given
        founded();
        setLevel(MOD, 60);

        // when
        lane.fold(say.member(1, GroupRole.ADMIN));
        lane.run();

        // then
        assertThat(lane.room().level(MOD)).isEqualTo(60);
        assertThat(lane.room().level(Say.user(1))).isEqualTo(75);
    }

    @Test
    void whoIsRemovedLosesTheirLevelFirst() {
        // given
        founded();
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.run();

        // when
        int before = lane.server.calls.size();
        lane.fold(say.gone(1));
        lane.run();

        // then
        assertThat(lane.callsSince(before)).isEqualTo(List.of("ReadLevels", "PutState", "Kick"));
        assertThat(lane.room().levels.orElseThrow().users()).doesNotContainKey(Say.user(1));
        assertThat(lane.room().members.get(Say.user(1)).reason())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith(OurReason.PREFIX));
    }

    @Test
    void whoEqualsTheBotIsLoweredAsThemselves() {
        // given
        founded();
        setLevel(Say.user(1), 100);

        // when
        lane.fold(say.member(1, GroupRole.ADMIN));
        lane.run();

        // then
        assertThat(lane.room().level(Say.user(1))).isEqualTo(75);
        assertThat(lane.refusals).isEmpty();
    }

    @Test
    void whoEqualsTheBotAndMustGoIsLoweredAsThemselvesAndKicked() {
        // given
        founded();
        setLevel(Say.user(1), 100);
        lane.fold(Say.resync());

        // when
        lane.fold(say.gone(1));
        lane.run();

        // then
        assertThat(lane.room().isJoined(Say.user(1))).isFalse();
        assertThat(lane.room().levels.orElseThrow().users()).doesNotContainKey(Say.user(1));
    }

    @Test
    void aBotThatLostItsLevelGetsItBackFromSomebodyLocal() {
        // given
        founded();
        setLevel(Say.user(1), 100);
        lane.room().levels = lane.room().levels.map(levels -> levels.with(Map.of(LaneDriver.BOT, Optional.of(0))));

        // when
        lane.fold(say.member(2, GroupRole.ADMIN));
        lane.run();

        // then
        assertThat(lane.room().level(LaneDriver.BOT)).isEqualTo(100);
        assertThat(lane.room().level(Say.user(2))).isEqualTo(75);
    }

    @Test
    void aBotThatNobodyCanRaiseWaitsAndSaysSoOnce() {
        // given
        founded();
        lane.room().levels = lane.room().levels.map(levels -> levels.with(Map.of(LaneDriver.BOT, Optional.of(40))));

        // when
        lane.fold(say.member(2, GroupRole.ADMIN));
        lane.run();
        lane.pass(Duration.ofMinutes(11));
        lane.run();

        // then
        assertThat(lane.refusals)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.problem().reason()).isEqualTo("misconfigured"));
        assertThat(lane.last)
                .isInstanceOfSatisfying(
                        Plan.Wait.class, wait -> assertThat(wait.reason()).isEqualTo(WaitReason.MISCONFIGURED));
        assertThat(lane.room().isJoined(Say.user(2))).isTrue();
        assertThat(lane.standingProblem()).contains("misconfigured");

        // and when: somebody mended it
        lane.room().levels = lane.room().levels.map(levels -> levels.with(Map.of(LaneDriver.BOT, Optional.of(100))));
        lane.pass(Duration.ofMinutes(11));
        lane.run();

        // then
        assertThat(lane.room().level(Say.user(2))).isEqualTo(75);
        assertThat(lane.last).isEqualTo(new Plan.Settled());
        assertThat(lane.standingProblem()).isEmpty();
    }

    @Test
    void inRoomVersionTwelveTheBotIsNotListed() {
        // given
        Policy defaults = lane.policy;
        lane.policy = new Policy(
                defaults.tenant(),
                defaults.bot(),
                defaults.templates(),
                defaults.groupLevels(),
                defaults.attendeeLevels(),
                defaults.inRoomGroupRoles(),
                defaults.inRoomStatuses(),
                "12",
                defaults.identities(),
                defaults.accounts(),
                defaults.deactivateDeleted(),
                defaults.legacyCreators(),
                defaults.reservedLocalparts(),
                defaults.patience());
        founded();

        // when
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.run();
        lane.fold(say.gone(1));
        lane.run();

        // then
        assertThat(lane.room().levels.orElseThrow().users()).isEmpty();
        assertThat(lane.room().isJoined(Say.user(1))).isFalse();
        assertThat(lane.refusals).isEmpty();
    }

    @Test
    void whoLeftNeverComesBackWithMoreThanOpenMeetGivesThem() {
        // given
        founded();
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.run();
        lane.room().set(Say.user(1), Membership.State.LEAVE, Say.user(1), "");
        lane.fold(Say.resync());
        lane.run();

        // when
        lane.fold(say.member(1, GroupRole.MEMBER));
        lane.run();

        // then
        assertThat(lane.room().level(Say.user(1))).isZero();
        assertThat(lane.room().isJoined(Say.user(1))).isFalse();
    }

    @Test
    void aLevelThatIsRefusedHoldsNobodyElseUp() {
        // given
        founded();
        lane.server.refusing = call -> call instanceof MatrixCall.PutState;

        // when
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.fold(say.member(2));
        lane.run();

        // then
        assertThat(lane.room().isJoined(Say.user(2))).isTrue();
        assertThat(lane.refusals)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.target()).isEqualTo(Target.room("levels")));
        assertThat(lane.run()).isZero();
    }
}
