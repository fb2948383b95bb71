package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/**
 * People are brought in without a click and put out once. Who left on their own, was kicked or banned by others is not dragged back
 * until OpenMeet says out and then in again; a new Matrix id comes in before the old one leaves.
 */
class RoomMembersTest {
    private static final UserId MOD = UserId.parse("@mod:hs.test");
    private static final UserId STRANGER = UserId.parse("@stranger:hs.test");

    private final LaneDriver lane = LaneDriver.of("t/group/7");
    private final Say say = new Say("t/group/7");

    private void founded(Operation.RoomTold room) {
        lane.fold(room);
        lane.fold(say.member(1));
        lane.run();
    }

    private Optional<WaitReason> waiting(int person) {
        return lane.slots.get(String.valueOf(person)).condition().waiting();
    }

    @Test
    void aRemovedMemberIsKickedOnce() {
        // given
        founded(say.open("hikers"));

        // when
        lane.fold(say.gone(1));
        lane.fold(say.gone(1));
        lane.run();
        lane.fold(say.gone(1));
        lane.run();

        // then
        assertThat(lane.server.calls)
                .filteredOn(MatrixCall.Kick.class::isInstance)
                .hasSize(1);
    }

    @Test
    void whoLeftOnTheirOwnIsNotDraggedBackUntilOutAndInAgain() {
        // given
        founded(say.open("hikers"));
        lane.room().set(Say.user(1), Membership.State.LEAVE, Say.user(1), "");

        // when
        lane.fold(Say.resync());
        lane.run();
        lane.fold(say.member(1));
        lane.fold(say.member(1, GroupRole.MODERATOR));
        lane.run();

        // then
        assertThat(lane.room().isJoined(Say.user(1))).isFalse();
        assertThat(waiting(1)).contains(WaitReason.LEFT);
        assertThat(lane.tally).isEqualTo(new Tally(1, 0, Map.of(WaitReason.LEFT, 1)));

        // and when: both words in one breath
        lane.fold(say.gone(1));
        lane.fold(say.member(1));
        lane.run();

        // then
        assertThat(lane.room().isJoined(Say.user(1))).isTrue();
    }

    @Test
    void outForWhoLeftOnTheirOwnCostsNoCall() {
        // given
        founded(say.open("hikers"));
        lane.room().set(Say.user(1), Membership.State.LEAVE, Say.user(1), "");
        lane.fold(Say.resync());
        lane.run();

        // when
        lane.fold(say.gone(1));

        // then
        assertThat(lane.run()).isZero();
    }

    @Test
    void aBanIsRespectedAndShown() {
        // given
        lane.fold(say.open("hikers"));
        lane.run();
        lane.server.ban(lane.room().id, Say.user(1), MOD);

        // when
        lane.fold(say.member(1));
        lane.run();

        // then
        assertThat(waiting(1)).contains(WaitReason.BANNED);
        assertThat(lane.refusals).isEmpty();
        assertThat(lane.last).isEqualTo(new Plan.Settled());
    }

    @Test
    void whoOthersKickedIsNotDraggedBackByARebuild() {
        // given
        founded(say.open("hikers"));
        lane.room().set(Say.user(1), Membership.State.LEAVE, MOD, "rude");
        lane.fold(Say.resync());
        lane.run();

        // when
        lane.server.wipe();
        lane.fold(Say.resync());
        lane.run();

        // then
        assertThat(lane.server.rooms).hasSize(1);
        assertThat(lane.room().isJoined(Say.user(1))).isFalse();
        assertThat(waiting(1)).contains(WaitReason.LEFT);
    }

    @Test
    void ourOwnKickInALostMemoryIsNoReasonToStayOut() {
        // given: the room is there, with what we did in it, but nothing is remembered
        founded(say.open("hikers"));
        lane.fold(say.member(2));
        lane.fold(say.gone(1));
        lane.run();
        lane.room().set(Say.user(2), Membership.State.LEAVE, Say.user(2), "");
        LaneDriver anew = lane.beside("t/group/7");
        anew.fold(say.open("hikers"));

        // when
        anew.fold(say.member(1));
        anew.run();
        anew.fold(say.member(2));
        anew.run();

        // then
        assertThat(anew.room().isJoined(Say.user(1))).isTrue();
        assertThat(anew.room().isJoined(Say.user(2))).isFalse();
        assertThat(anew.server.rooms).hasSize(1);
    }

    @Test
    void aNewHandleComesInBeforeTheOldOneLeaves() {
        // given
        founded(say.closed("hikers"));
        lane.fold(say.member(1, GroupRole.OWNER));
        lane.run();

        // when
        int before = lane.server.calls.size();
        lane.fold(Say.known(1, Say.identity(2, "ana", Identity.State.PRESENT)));
        lane.run();

        // then
        UserId ana = UserId.parse("@ana:hs.test");
        assertThat(lane.callsSince(before)).containsSubsequence("Invite", "Join", "PutState", "Kick");
        assertThat(lane.room().inside()).containsExactly(ana, LaneDriver.BOT);
        assertThat(lane.room().level(ana)).isEqualTo(90);
        assertThat(lane.room().level(Say.user(1))).isZero();
    }

    @Test
    void theOldHandleStaysWhileTheNewAccountIsBeingMade() {
        // given
        founded(say.open("hikers"));

        // when
        lane.fold(Say.known(1, Say.identity(2, "ana", Identity.State.NO_ACCOUNT)));
        lane.run();

        // then
        assertThat(lane.room().isJoined(Say.user(1))).isTrue();
        assertThat(waiting(1)).contains(WaitReason.NO_ACCOUNT);
    }

    @Test
    void aPersonWithoutAnIdentityWaitsForOpenMeet() {
        // given
        lane.fold(say.open("hikers"));

        // when
        Identity none = new Identity(1, Optional.empty(), false, Identity.State.NO_HANDLE);
        lane.fold(say.told(1, new Standing.GroupMember(GroupRole.MEMBER), none));
        lane.fold(
                say.told(2, new Standing.GroupMember(GroupRole.MEMBER), Say.identity(1, "x", Identity.State.REFUSED)));
        lane.run();

        // then
        assertThat(waiting(1)).contains(WaitReason.NO_HANDLE);
        assertThat(waiting(2)).contains(WaitReason.IDENTITY_REFUSED);
        assertThat(lane.last).isEqualTo(new Plan.Settled());
    }

    @Test
    void aDeletedPersonLeavesEveryRoom() {
        // given
        founded(say.open("hikers"));

        // when
        lane.fold(Say.known(1, Say.identity(2, "p1", Identity.State.GONE)));
        lane.run();

        // then
        assertThat(lane.room().isJoined(Say.user(1))).isFalse();
    }

    @Test
    void anAccountTheHomeserverLostWaitsForItsRepair() {
        // given
        lane.fold(say.open("hikers"));
        lane.run();
        lane.server.unknownAccounts.add(Say.user(1));

        // when
        lane.fold(say.member(1));
        lane.run();

        // then
        assertThat(waiting(1)).contains(WaitReason.NO_ACCOUNT);

        // and when
        lane.server.unknownAccounts.clear();
        lane.fold(Say.known(1, Say.identity(2, "p1", Identity.State.PRESENT)));
        lane.run();

        // then
        assertThat(lane.room().isJoined(Say.user(1))).isTrue();
    }

    @Test
    void strangersStayInPublicRoomsAndLeaveWhenTheRoomTurnsPrivate() {
        // given
        founded(say.open("hikers"));
        lane.server.join(lane.room().id, STRANGER);
        lane.fold(Say.resync());
        lane.run();
        assertThat(lane.room().isJoined(STRANGER)).isTrue();

        // when
        lane.fold(say.closed("hikers"));
        lane.run();

        // then
        assertThat(lane.room().inside()).containsExactly(LaneDriver.BOT, Say.user(1));
        assertThat(lane.run()).isZero();
    }

    @Test
    void manyStrangersAreRemovedPageByPage() {
        // given
        founded(say.open("hikers"));
        for (int number = 0; number < 250; number++) {
            lane.server.join(lane.room().id, UserId.parse("@s" + number + ":hs.test"));
        }

        // when
        lane.fold(say.closed("hikers"));
        lane.run();

        // then
        assertThat(lane.room().inside()).containsExactly(LaneDriver.BOT, Say.user(1));
    }

    @Test
    void aMemberWhoIsRefusedForGoodIsDeadLetteredUntilANewerFact() {
        // given
        lane.fold(say.open("hikers"));
        lane.run();
        lane.server.refusing = call -> call instanceof MatrixCall.Join;

        // when
        lane.fold(say.member(1));
        lane.run();

        // then
        assertThat(waiting(1)).contains(WaitReason.DEAD_LETTERED);
        assertThat(lane.refusals)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.target()).isEqualTo(Target.member(Say.person(1))));

        // and when: the same again, but newer
        lane.server.refusing = call -> false;
        lane.fold(say.member(1));
        lane.run();

        // then
        assertThat(lane.room().isJoined(Say.user(1))).isTrue();
    }

    @Test
    void aWithdrawnInvitationIsReadBeforeAnythingIsDone() {
        // given
        lane.fold(say.closed("hikers"));
        lane.fold(say.member(1));
        lane.run(2);
        assertThat(lane.room().state(Say.user(1))).contains(Membership.State.INVITE);

        // when: they decline
        lane.room().set(Say.user(1), Membership.State.LEAVE, Say.user(1), "");
        lane.run();

        // then
        assertThat(waiting(1)).contains(WaitReason.LEFT);
    }

    @Test
    void aCompleteListPutsOutWhoIsNotOnItButForNewerFacts() {
        // given
        founded(say.open("hikers"));
        lane.fold(say.member(2));
        lane.fold(say.member(3));
        Operation list = say.listed(1);
        lane.fold(say.member(3, GroupRole.MODERATOR));
        lane.run();

        // when
        lane.fold(list);
        lane.run();

        // then
        assertThat(lane.room().inside()).containsExactly(LaneDriver.BOT, Say.user(1), Say.user(3));
    }

    @Test
    void aListInPartsConcludesOnlyWithItsLastPart() {
        // given
        founded(say.open("hikers"));
        lane.fold(say.member(2));
        lane.fold(say.member(3));
        lane.run();
        Optional<String> snapshot = Optional.of("s1");
        Operation second = new Operation.MembersListed(2, 2, Say.ids(2), say.origin(21, snapshot));
        Operation first = new Operation.MembersListed(1, 2, Say.ids(1), say.origin(20, snapshot));

        // when
        lane.fold(second);

        // then
        assertThat(lane.run()).isZero();

        // and when
        lane.fold(first);
        lane.run();

        // then
        assertThat(lane.room().inside()).containsExactly(LaneDriver.BOT, Say.user(1), Say.user(2));
        assertThat(lane.fold(second)).isTrue();
    }

    @Test
    void aFactNewerThanWhatAListWasTakenFromCountsThoughTheListWasPublishedLaterAndCameFirst() {
        // given: the list was taken at 5, and published behind what was said at 20
        founded(say.open("hikers"));
        Operation live = new Operation.MemberTold(
                Say.person(2),
                Optional.of(new Operation.Told(
                        new Standing.GroupMember(GroupRole.MEMBER), say.origin(20, Optional.empty()))),
                Say.present(2));
        Origin taken = say.origin(5, Optional.of("s1"));
        Origin published = new Origin(
                taken.topic(),
                taken.partition(),
                30,
                taken.time(),
                Optional.empty(),
                taken.snapshot(),
                taken.eventId(),
                Optional.empty());
        lane.fold(new Operation.MembersListed(1, 1, Say.ids(1), published));

        // when
        boolean stale = lane.fold(live);
        lane.run();

        // then
        assertThat(stale).isFalse();
        assertThat(lane.room().inside()).contains(Say.user(2));
    }

    @Test
    void aFactOlderThanACompleteListThatComesLateIsDropped() {
        // given
        founded(say.open("hikers"));
        Operation late = say.member(2);
        lane.fold(say.listed(1));

        // when
        boolean stale = lane.fold(late);
        lane.run();

        // then
        assertThat(stale).isTrue();
        assertThat(lane.room().isJoined(Say.user(2))).isFalse();
    }

    @Test
    void aFreshNewcomerWithoutAnAccountKeepsTheRoomWaitingTwoSecondsAtMost() {
        // given
        lane.fold(say.open("hikers"));
        lane.fold(say.told(
                1, new Standing.GroupMember(GroupRole.MEMBER), Say.identity(1, "p1", Identity.State.NO_ACCOUNT)));

        // when
        RoomPlanner.Planned planned = lane.plan();

        // then
        assertThat(planned.plan())
                .isEqualTo(new Plan.Wait(WaitReason.SETTLING, Optional.of(lane.now.plus(Duration.ofSeconds(2)))));
        assertThat(lane.run()).isEqualTo(2);
        assertThat(lane.callsSince(0)).isEqualTo(List.of("LookupAlias", "CreateRoom"));
    }
}
