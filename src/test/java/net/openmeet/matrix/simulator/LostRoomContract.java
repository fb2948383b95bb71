package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A room that was never there, and one that everybody left: no single code says that a room is gone. */
interface LostRoomContract {
    String NOWHERE = "Can't join remote room because no servers that are in the room have been provided.";

    Cast cast();

    @Test
    default void anUnknownRoomIsToldByTheRequest() {
        // given
        String roomId = "!nowhere:openmeet.test";
        Caller bot = cast().bot();
        String person = cast().person().id();

        // then
        bot.post("{}", "rooms", roomId, "join").isError(404, "M_UNKNOWN", NOWHERE);
        bot.post("{}", "rooms", roomId, "leave").isError(404, "M_UNKNOWN", "Not a known room");
        bot.post(cast().user(person), "rooms", roomId, "kick").isError(404, "M_UNKNOWN", "Not a known room");
        bot.post(cast().user(person), "rooms", roomId, "invite").isError(403, "M_FORBIDDEN", "Unknown room");
        bot.put("{\"name\":\"x\"}", "rooms", roomId, "state", "m.room.name")
                .isError(403, "M_FORBIDDEN", "User " + bot.id() + " not in room " + roomId);
        bot.put("{\"msgtype\":\"m.text\",\"body\":\"x\"}", "rooms", roomId, "send", "m.room.message", "1")
                .isError(403, "M_FORBIDDEN", "User " + bot.id() + " not in room " + roomId);
        bot.get("rooms", roomId, "state")
                .isError(
                        403,
                        "M_FORBIDDEN",
                        "User " + bot.id() + " not in room " + roomId + ", and room previews are disabled");
        bot.get("rooms", roomId, "joined_members").isError(403, "M_FORBIDDEN", "Appservice not in room");
    }

    @Test
    default void anUnknownAliasCannotBeJoined() {
        String alias = cast().alias(cast().fresh("event"));

        cast().bot().post("{}", "join", alias).isError(404, "M_NOT_FOUND", "Room alias " + alias + " not found");
        cast().bot()
                .post("{}", "join", "garbage")
                .isError(400, "M_UNKNOWN", "garbage was not legal room ID or room alias");
    }

    @Test
    default void aRoomThatEverybodyLeftIsDeadButKeepsItsAlias() {
        // given
        String name = cast().fresh("event");
        Caller bot = cast().bot();
        String roomId = cast().room("{\"preset\":\"public_chat\",\"room_alias_name\":\"" + name + "\"}");
        String person = cast().person().id();

        // when
        bot.post("{}", "rooms", roomId, "leave").isEmptyOk();

        // then
        cast().actingAs(person).post("{}", "rooms", roomId, "join").isError(404, "M_UNKNOWN", NOWHERE);
        bot.post("{}", "join", cast().alias(name)).isError(404, "M_UNKNOWN", NOWHERE);
        bot.post(cast().user(person), "rooms", roomId, "invite")
                .isError(403, "M_FORBIDDEN", bot.id() + " not in room " + roomId + ".");
        bot.post(cast().user(person), "rooms", roomId, "kick").isError(404, "M_UNKNOWN", "Not a known room");
        bot.get("directory", "room", cast().alias(name)).isOk();
        bot.post("{\"room_alias_name\":\"" + name + "\"}", "createRoom").isError(400, "M_ROOM_IN_USE");
        bot.put("{\"room_id\":\"" + roomId + "\"}", "directory", "room", cast().alias(cast().fresh("event")))
                .isError(400, "M_UNKNOWN", "Failed to get server list");
    }

    @Test
    default void theAliasOfADeadRoomCanBeTakenBack() {
        // given
        String name = cast().fresh("event");
        String roomId = cast().room("{\"room_alias_name\":\"" + name + "\"}");
        cast().bot().post("{}", "rooms", roomId, "leave").isOk();

        // when
        cast().bot().delete("directory", "room", cast().alias(name)).isEmptyOk();

        // then
        assertThat(cast().room("{\"room_alias_name\":\"" + name + "\"}")).isNotEqualTo(roomId);
    }

    @Test
    default void theBotCanKickItselfAndIsThenOut() {
        String roomId = cast().privateRoom();
        Caller bot = cast().bot();

        bot.post(cast().user(bot.id()), "rooms", roomId, "kick").isEmptyOk();

        bot.post("{}", "rooms", roomId, "join").isError(404, "M_UNKNOWN", NOWHERE);
    }

    @Test
    default void aRoomTheBotWasKickedFromRefusesIt() {
        // given
        Caller person = cast().person();
        Caller bot = cast().bot();
        String roomId = cast().room("""
                {"preset":"public_chat","power_level_content_override":
                  {"users":{"%s":99,"%s":100},"events":{"m.room.power_levels":99}}}""".formatted(bot.id(), person.id()));
        person.post("{}", "rooms", roomId, "join").isOk();
        person.post(cast().user(bot.id()), "rooms", roomId, "kick").isOk();

        // then
        bot.post(cast().user(cast().person().id()), "rooms", roomId, "invite")
                .isError(403, "M_FORBIDDEN", bot.id() + " not in room " + roomId + ".");
        bot.put("{\"name\":\"x\"}", "rooms", roomId, "state", "m.room.name")
                .isError(403, "M_FORBIDDEN", "User " + bot.id() + " not in room " + roomId);
        bot.post("{}", "rooms", roomId, "join").isOk();
    }

    @Test
    default void aRoomTheBotWasKickedFromShowsItTheStateOfThatTime() {
        // given
        Caller person = cast().person();
        Caller bot = cast().bot();
        String roomId = cast().room("""
                {"name":"Then","power_level_content_override":
                  {"users":{"%s":99,"%s":100},"events":{"m.room.power_levels":99}},"invite":["%s"]}""".formatted(bot.id(), person.id(), person.id()));
        person.post("{}", "rooms", roomId, "join").isOk();
        person.post(cast().user(bot.id()), "rooms", roomId, "kick").isOk();

        // when
        person.put("{\"name\":\"Now\"}", "rooms", roomId, "state", "m.room.name")
                .isOk();

        // then: an answer of 200 doesn't say that the bot is in
        String state = bot.get("rooms", roomId, "state").isOk().body().toString();
        assertThat(state).contains("Then").doesNotContain("Now");
        assertThat(bot.get("rooms", roomId, "state", "m.room.member", bot.id())
                        .isOk()
                        .text("membership"))
                .isEqualTo("leave");
    }
}
