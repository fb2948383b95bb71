package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Coming in: invites and joins. */
interface JoiningContract {
    Cast cast();

    private Reply invite(Caller by, String roomId, String user) {
        return by.post(cast().user(user), "rooms", roomId, "invite");
    }

    @Test
    default void anInviteIsWrittenOnce() {
        // given
        String roomId = cast().privateRoom();
        Caller person = cast().person();

        // when
        invite(cast().bot(), roomId, person.id()).isEmptyOk();
        String first = eventId(roomId, person);
        invite(cast().bot(), roomId, person.id()).isEmptyOk();

        // then
        assertThat(eventId(roomId, person)).isEqualTo(first);
    }

    private String eventId(String roomId, Caller person) {
        return cast().bot()
                .getWith("format=event", "rooms", roomId, "state", "m.room.member", person.id())
                .isOk()
                .text("event_id");
    }

    @Test
    default void somebodyWhoIsInCannotBeInvited() {
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);

        invite(cast().bot(), roomId, person.id()).isError(403, "M_FORBIDDEN", person.id() + " is already in the room.");
    }

    @Test
    default void somebodyUnregisteredCanBeInvited() {
        invite(cast().bot(), cast().privateRoom(), cast().userId(cast().fresh("ghost")))
                .isEmptyOk();
    }

    @Test
    default void somebodyElsewhereCannotBeInvited() {
        invite(cast().bot(), cast().privateRoom(), "@x:elsewhere.test")
                .isError(403, "M_FORBIDDEN", "Federation denied with elsewhere.test.");
    }

    @Test
    default void aMalformedInviteIsRefused() {
        String roomId = cast().privateRoom();

        invite(cast().bot(), roomId, "garbage")
                .isError(400, "M_INVALID_PARAM", "Expected UserID string to start with '@'");
        cast().bot().post("{}", "rooms", roomId, "invite").isError(400, "M_MISSING_PARAM");
    }

    @Test
    default void strangersCannotInvite() {
        String roomId = cast().privateRoom();
        Caller stranger = cast().person();

        invite(stranger, roomId, cast().person().id())
                .isError(403, "M_FORBIDDEN", stranger.id() + " not in room " + roomId + ".");
    }

    @Test
    default void invitingTakesTheLevelForIt() {
        // given
        Caller member = cast().person();
        String publicRoom = cast().publicRoom();
        member.post("{}", "rooms", publicRoom, "join").isOk();
        String privateRoom = cast().privateRoomWith(member);
        String other = cast().person().id();

        // then
        invite(member, publicRoom, other).isError(403, "M_FORBIDDEN", "You don't have permission to invite users");
        invite(member, privateRoom, other).isEmptyOk();
    }

    @Test
    default void aPublicRoomIsJoinedTwiceWithOneEvent() {
        // given
        String roomId = cast().publicRoom();
        Caller person = cast().person();

        // when
        Reply first = person.post("{}", "rooms", roomId, "join").isOk();
        String event = eventId(roomId, person);
        Reply second = person.post("{}", "join", roomId).isOk();

        // then
        assertThat(first.text("room_id")).isEqualTo(roomId);
        assertThat(second.text("room_id")).isEqualTo(roomId);
        assertThat(eventId(roomId, person)).isEqualTo(event);
    }

    @Test
    default void aJoinNeedsNoBody() {
        String roomId = cast().publicRoom();

        cast().person().post("", "rooms", roomId, "join").isOk();
    }

    @Test
    default void aJoinCarriesTheProfile() {
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);

        assertThat(cast().bot()
                        .get("rooms", roomId, "state", "m.room.member", person.id())
                        .isOk()
                        .text("displayname"))
                .isEqualTo(person.id().substring(1, person.id().indexOf(':')));
    }

    @Test
    default void aRoomIsJoinedByItsAlias() {
        String name = cast().fresh("event");
        String roomId = cast().room("{\"preset\":\"public_chat\",\"room_alias_name\":\"" + name + "\"}");

        assertThat(cast().person().post("{}", "join", cast().alias(name)).isOk().text("room_id"))
                .isEqualTo(roomId);
    }

    @Test
    default void aPrivateRoomIsNotJoinedUninvited() {
        cast().person()
                .post("{}", "rooms", cast().privateRoom(), "join")
                .isError(403, "M_FORBIDDEN", "You are not invited to this room.");
    }

    @Test
    default void aRejectedInviteIsUsedUp() {
        // given
        String roomId = cast().privateRoom();
        Caller person = cast().person();
        invite(cast().bot(), roomId, person.id()).isOk();

        // when
        person.post("{}", "rooms", roomId, "leave").isEmptyOk();

        // then
        person.post("{}", "rooms", roomId, "join").isError(403, "M_FORBIDDEN", "You are not invited to this room.");
        invite(cast().bot(), roomId, person.id()).isEmptyOk();
    }

    @Test
    default void aStateEventInvitesButDoesNotJoinOthers() {
        String roomId = cast().privateRoom();
        String person = cast().person().id();

        cast().bot()
                .put("{\"membership\":\"invite\"}", "rooms", roomId, "state", "m.room.member", person)
                .isOk();
        cast().bot()
                .put("{\"membership\":\"join\"}", "rooms", roomId, "state", "m.room.member", person)
                .isError(403, "M_FORBIDDEN", "Cannot force another user to join.");
    }

    @Test
    default void aBlockedRoomTakesNobodyIn() {
        // given
        String roomId = cast().publicRoom();
        cast().admin()
                .adminPut("{\"block\":true}", "v1", "rooms", roomId, "block")
                .isOk();

        // then
        Caller person = cast().person();
        person.post("{}", "rooms", roomId, "join")
                .isError(403, "M_UNKNOWN", "This room has been blocked on this server");
        invite(cast().bot(), roomId, person.id())
                .isError(403, "M_UNKNOWN", "This room has been blocked on this server");
        cast().bot()
                .put("{\"name\":\"still\"}", "rooms", roomId, "state", "m.room.name")
                .isOk();
    }

    @Test
    default void aRestrictedRoomIsNotJoinedFromOutsideItsSpaces() {
        // given
        String roomId = cast().room("""
                {"initial_state":[{"type":"m.room.join_rules","content":{"join_rule":"restricted","allow":[
                  {"type":"m.room_membership","room_id":"%s"}]}}]}""".formatted(cast().privateRoom()));
        Caller person = cast().person();

        // then
        person.post("{}", "rooms", roomId, "join")
                .isError(
                        403, "M_FORBIDDEN", "You do not belong to any of the required rooms/spaces to join this room.");
        invite(cast().bot(), roomId, person.id()).isEmptyOk();
        person.post("{}", "rooms", roomId, "join").isOk();
    }
}
