package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Going out: leave, kick, ban, unban, and what former members may still see. */
interface LeavingContract {
    Cast cast();

    private Reply kick(Caller by, String roomId, String user) {
        return by.post("{\"user_id\":\"" + user + "\",\"reason\":\"out\"}", "rooms", roomId, "kick");
    }

    private Reply ban(String roomId, String user, String reason) {
        return cast().bot()
                .post("{\"user_id\":\"" + user + "\",\"reason\":\"" + reason + "\"}", "rooms", roomId, "ban");
    }

    private Reply member(String roomId, Caller person) {
        return cast().bot()
                .get("rooms", roomId, "state", "m.room.member", person.id())
                .isOk();
    }

    @Test
    default void aKickCarriesItsReason() {
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);

        kick(cast().bot(), roomId, person.id()).isEmptyOk();

        assertThat(member(roomId, person).body()).isEqualTo(Json.read("{\"membership\":\"leave\",\"reason\":\"out\"}"));
    }

    @Test
    default void whoIsNotInCannotBeKicked() {
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);
        kick(cast().bot(), roomId, person.id()).isOk();

        kick(cast().bot(), roomId, person.id()).isError(403, "M_FORBIDDEN", "The target user is not in the room");
        kick(cast().bot(), roomId, cast().userId(cast().fresh("ghost")))
                .isError(403, "M_FORBIDDEN", "The target user is not in the room");
    }

    @Test
    default void aKickTakesAnInviteBack() {
        String roomId = cast().privateRoom();
        Caller person = cast().person();
        cast().bot().post(cast().user(person.id()), "rooms", roomId, "invite").isOk();

        kick(cast().bot(), roomId, person.id()).isEmptyOk();

        assertThat(member(roomId, person).text("membership")).isEqualTo("leave");
    }

    @Test
    default void onlyTheStrongerKicks() {
        // given
        Caller member = cast().person();
        String roomId = cast().privateRoomWith(member);

        // then
        kick(member, roomId, cast().bot().id())
                .isError(
                        403,
                        "M_FORBIDDEN",
                        "You cannot kick user " + cast().bot().id() + ".");
        kick(cast().person(), roomId, member.id()).isError(403, "M_FORBIDDEN");
    }

    @Test
    default void equalsCannotKickEachOther() {
        // given
        Caller person = cast().person();
        String roomId = cast().room("{\"preset\":\"public_chat\",\"power_level_content_override\":{\"users\":{\""
                + cast().bot().id() + "\":100,\"" + person.id() + "\":100}}}");
        person.post("{}", "rooms", roomId, "join").isOk();

        // then
        kick(cast().bot(), roomId, person.id())
                .isError(403, "M_FORBIDDEN", "You cannot kick user " + person.id() + ".");
    }

    @Test
    default void whoWasKickedFromAPublicRoomWalksBackIn() {
        // given
        String roomId = cast().publicRoom();
        Caller person = cast().person();
        person.post("{}", "rooms", roomId, "join").isOk();
        kick(cast().bot(), roomId, person.id()).isOk();

        // then
        person.post("{}", "rooms", roomId, "join").isOk();
    }

    @Test
    default void whoWasKickedFromAPrivateRoomDoesNot() {
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);
        kick(cast().bot(), roomId, person.id()).isOk();

        person.post("{}", "rooms", roomId, "join").isError(403, "M_FORBIDDEN", "You are not invited to this room.");
        person.post("{}", "rooms", roomId, "leave")
                .isError(403, "M_FORBIDDEN", person.id() + " not in room " + roomId + ".");
    }

    @Test
    default void leavingTwiceIsFine() {
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);

        person.post("{}", "rooms", roomId, "leave").isEmptyOk();
        person.post("{}", "rooms", roomId, "leave").isEmptyOk();
    }

    @Test
    default void aLeaveCarriesItsReason() {
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);

        person.post("{\"reason\":\"net.openmeet\"}", "rooms", roomId, "leave").isEmptyOk();

        assertThat(member(roomId, person).body())
                .isEqualTo(Json.read("{\"membership\":\"leave\",\"reason\":\"net.openmeet\"}"));
    }

    @Test
    default void whoWasNeverInCannotLeave() {
        String roomId = cast().publicRoom();
        Caller person = cast().person();

        person.post("{}", "rooms", roomId, "leave")
                .isError(403, "M_FORBIDDEN", person.id() + " not in room " + roomId + ".");
    }

    @Test
    default void aBanShutsTheDoor() {
        // given
        String roomId = cast().publicRoom();
        Caller person = cast().person();
        person.post("{}", "rooms", roomId, "join").isOk();

        // when
        ban(roomId, person.id(), "spam").isEmptyOk();

        // then
        person.post("{}", "rooms", roomId, "join").isError(403, "M_BAD_STATE", "Cannot join user who was banned");
        cast().bot()
                .post(cast().user(person.id()), "rooms", roomId, "invite")
                .isError(403, "M_BAD_STATE", "Cannot invite user who was banned");
        kick(cast().bot(), roomId, person.id()).isError(403, "M_BAD_STATE", "Cannot kick user who was banned");
        assertThat(member(roomId, person).text("membership")).isEqualTo("ban");
    }

    @Test
    default void aBanCanBeRepeatedAndUndone() {
        String roomId = cast().publicRoom();
        Caller person = cast().person();

        ban(roomId, person.id(), "spam").isEmptyOk();
        ban(roomId, person.id(), "spam").isEmptyOk();
        ban(roomId, person.id(), "more spam").isEmptyOk();
        cast().bot().post(cast().user(person.id()), "rooms", roomId, "unban").isEmptyOk();

        person.post("{}", "rooms", roomId, "join").isOk();
    }

    @Test
    default void whoIsNotBannedCannotBeUnbanned() {
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);
        kick(cast().bot(), roomId, person.id()).isOk();

        cast().bot()
                .post(cast().user(person.id()), "rooms", roomId, "unban")
                .isError(403, "M_BAD_STATE", "Cannot unban user who was not banned (membership=leave)");
    }

    @Test
    default void formerMembersReadTheStateAsItWas() {
        // given
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);
        cast().bot()
                .put("{\"name\":\"Before\"}", "rooms", roomId, "state", "m.room.name")
                .isOk();
        kick(cast().bot(), roomId, person.id()).isOk();

        // when
        cast().bot()
                .put("{\"name\":\"After\"}", "rooms", roomId, "state", "m.room.name")
                .isOk();

        // then
        assertThat(person.get("rooms", roomId, "state", "m.room.name").isOk().text("name"))
                .isEqualTo("Before");
    }
}
