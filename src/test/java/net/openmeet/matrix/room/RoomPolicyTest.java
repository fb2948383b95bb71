package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.AttendeeRole;
import net.openmeet.matrix.event.AttendeeStatus;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.event.RoomStatus;
import net.openmeet.matrix.event.Visibility;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomAlias;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a group or event means for its room: whether there is one, how it is called, who may find and enter it, who is in and at
 * which level. Policy is applied to facts when planning, so what is stored never has to be changed for it.
 */
class RoomPolicyTest {
    private final LaneDriver lane = LaneDriver.of("t/event/42");
    private final Say say = new Say("t/event/42");

    @Test
    void aRoomIsCalledAfterItsNameAndFoundByItsSlug() {
        // when
        lane.fold(say.open("summit"));
        lane.run();

        // then
        ModelRoom room = lane.room();
        assertThat(room.name).contains("Hikers Chat");
        assertThat(room.topic).contains("Chat room for Hikers");
        assertThat(room.canonical).contains(RoomAlias.parse("#event-summit-t:hs.test"));
        assertThat(room.lane).contains("t/event/42");
        assertThat(room.guests).contains(false);
        assertThat(room.history).contains("shared");
        assertThat(room.levels.orElseThrow().toInvite()).isEqualTo(50);
    }

    @Test
    void aNameThatLooksLikeAPlaceholderStaysAsItIs() {
        // when
        lane.fold(say.room(true, "summit", "{slug}$1", Visibility.PUBLIC, RoomStatus.PUBLISHED));
        lane.run();

        // then
        assertThat(lane.room().name).contains("{slug}$1 Chat");
    }

    @ParameterizedTest
    @CsvSource({"PUBLIC,PUBLIC,true", "UNLISTED,PUBLIC,false", "PRIVATE,INVITE,false"})
    void visibilityDecidesWhoFindsAndEnters(Visibility visibility, JoinRule rule, boolean listed) {
        // when
        lane.fold(say.room("summit", visibility, RoomStatus.PUBLISHED));
        lane.run();

        // then
        assertThat(lane.room().joinRule).contains(rule);
        assertThat(lane.room().listed).isEqualTo(listed);
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomStatus.class,
            names = {"DRAFT", "PENDING"})
    void aDraftHasNoRoomAndItsMembersWait(RoomStatus status) {
        // given
        lane.fold(say.attendee(1, AttendeeStatus.CONFIRMED, AttendeeRole.HOST));

        // when
        lane.fold(say.room("summit", Visibility.PUBLIC, status));

        // then
        assertThat(lane.run()).isZero();
        assertThat(lane.last)
                .isInstanceOfSatisfying(
                        Plan.Wait.class, wait -> assertThat(wait.reason()).isEqualTo(WaitReason.ROOM_NOT_ANNOUNCED));

        // and when
        lane.fold(say.open("summit"));
        lane.run();

        // then
        assertThat(lane.room().isJoined(Say.user(1))).isTrue();
    }

    @Test
    void membersOfARoomThatNobodyAnnouncedWait() {
        // when
        lane.fold(say.attendee(1, AttendeeStatus.CONFIRMED, AttendeeRole.HOST));
        lane.run();

        // then
        assertThat(lane.server.calls).isEmpty();
        RoomRecord told = RoomRecord.of(lane.lane, lane.body, lane.tally, Optional.empty(), lane.now);
        assertThat(told.members().waiting()).containsEntry(WaitReason.ROOM_NOT_ANNOUNCED, 1);
    }

    @Test
    void backToDraftClosesAndHidesTheRoomButKeepsItsPeople() {
        // given
        lane.fold(say.open("summit"));
        lane.fold(say.attendee(1, AttendeeStatus.CONFIRMED, AttendeeRole.HOST));
        lane.run();

        // when
        lane.fold(say.room("summit", Visibility.PUBLIC, RoomStatus.DRAFT));
        lane.run();

        // then
        assertThat(lane.room().joinRule).contains(JoinRule.INVITE);
        assertThat(lane.room().listed).isFalse();
        assertThat(lane.room().isJoined(Say.user(1))).isTrue();
        assertThat(RoomRecord.of(lane.lane, lane.body, lane.tally, Optional.empty(), lane.now)
                        .state())
                .isEqualTo("closed");
    }

    @Test
    void aCancelledEventKeepsRoomAndPeopleAndItsTopicSaysSo() {
        // given
        lane.fold(say.open("summit"));
        lane.fold(say.attendee(1, AttendeeStatus.CONFIRMED, AttendeeRole.HOST));
        lane.run();

        // when
        int before = lane.server.calls.size();
        lane.fold(say.room("summit", Visibility.PUBLIC, RoomStatus.CANCELLED));
        lane.run();

        // then
        assertThat(lane.callsSince(before)).isEqualTo(List.of("PutState"));
        assertThat(lane.room().topic).contains("Cancelled: chat room for Hikers");
        assertThat(lane.room().isJoined(Say.user(1))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(AttendeeStatus.class)
    void onlyConfirmedAndAttendedAreIn(AttendeeStatus status) {
        // given
        lane.fold(say.open("summit"));

        // when
        lane.fold(say.attendee(1, status, AttendeeRole.PARTICIPANT));
        lane.run();

        // then
        assertThat(lane.room().isJoined(Say.user(1)))
                .isEqualTo(status == AttendeeStatus.CONFIRMED || status == AttendeeStatus.ATTENDED);
    }

    @ParameterizedTest
    @CsvSource({"OWNER,true,90", "ADMIN,true,75", "MODERATOR,true,50", "MEMBER,true,0", "GUEST,false,0"})
    void groupRolesDecideWhoIsInAndTheirLevel(GroupRole role, boolean in, int level) {
        // given
        LaneDriver group = LaneDriver.of("t/group/7");
        Say saying = new Say("t/group/7");
        group.fold(saying.open("hikers"));

        // when
        group.fold(saying.member(1, role));
        group.run();

        // then
        assertThat(group.room().isJoined(Say.user(1))).isEqualTo(in);
        assertThat(group.room().level(Say.user(1))).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"HOST,90", "MODERATOR,50", "SPEAKER,25", "PARTICIPANT,0", "GUEST,0"})
    void attendeeRolesDecideTheLevel(AttendeeRole role, int level) {
        // given
        lane.fold(say.open("summit"));

        // when
        lane.fold(say.attendee(1, AttendeeStatus.CONFIRMED, role));
        lane.run();

        // then
        assertThat(lane.room().level(Say.user(1))).isEqualTo(level);
    }

    @Test
    void theJoinRuleGoesBeforeEverythingElse() {
        // given
        lane.fold(say.open("summit"));
        lane.fold(say.attendee(1, AttendeeStatus.CONFIRMED, AttendeeRole.HOST));
        lane.run();

        // when: everything changes at once
        int before = lane.server.calls.size();
        lane.fold(say.room(false, "peak", "Peak", Visibility.PRIVATE, RoomStatus.PUBLISHED));
        lane.fold(say.attendee(2, AttendeeStatus.CONFIRMED, AttendeeRole.HOST));
        lane.fold(say.attendee(1, AttendeeStatus.CANCELLED, AttendeeRole.HOST));
        lane.run();

        // then
        assertThat(lane.callsSince(before))
                .startsWith("PutState", "ListRoom", "ReadLevels", "PutState", "Kick")
                .containsSubsequence("Kick", "Invite", "Join", "PutAlias");
        assertThat(lane.server.calls.get(before).toString()).contains("rule=INVITE");
    }

    @Test
    void aRefusedNameIsDeadLetteredByItselfUntilItChanges() {
        // given
        lane.fold(say.open("summit"));
        lane.run();
        lane.server.refusing = call -> call.toString().contains("Name[name=Bad");

        // when
        lane.fold(say.room(false, "peak", "Bad", Visibility.UNLISTED, RoomStatus.PUBLISHED));
        lane.run();

        // then
        assertThat(lane.refusals)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.target()).isEqualTo(Target.room("name")));
        assertThat(lane.room().canonical).contains(RoomAlias.parse("#event-peak-t:hs.test"));
        assertThat(lane.room().topic).contains("Chat room for Bad");
        assertThat(lane.run()).isZero();

        // and when
        lane.fold(say.room(false, "peak", "Good", Visibility.UNLISTED, RoomStatus.PUBLISHED));
        lane.run();

        // then
        assertThat(lane.room().name).contains("Good Chat");
        assertThat(lane.last).isEqualTo(new Plan.Settled());
    }

    @Test
    void aPokeTriesWhatWasRefusedOnceMore() {
        // given
        lane.server.refusing = call -> call instanceof MatrixCall.PutState;
        lane.fold(say.open("summit"));
        lane.run();
        lane.fold(say.room(false, "summit", "Walkers", Visibility.PUBLIC, RoomStatus.PUBLISHED));
        lane.run();
        assertThat(lane.refusals).hasSize(2);

        // when
        lane.server.refusing = call -> false;
        lane.fold(new Operation.Poke(Optional.of("room"), "retry"));
        lane.run();

        // then
        assertThat(lane.room().name).contains("Walkers Chat");
    }
}
