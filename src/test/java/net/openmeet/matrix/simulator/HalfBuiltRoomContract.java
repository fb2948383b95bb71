package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** createRoom is not atomic: these answers are errors, and leave a room and its alias behind. */
interface HalfBuiltRoomContract {
    Cast cast();

    /** Makes a room that fails late, and answers the id of what is left. */
    private String leftBehind(String members, int status, String errcode) {
        String name = cast().fresh("event");
        String body = "{\"room_alias_name\":\"" + name + "\"," + members + "}";
        cast().bot().post(body, "createRoom").isError(status, errcode);
        cast().bot().post(body, "createRoom").isError(400, "M_ROOM_IN_USE", "Room alias already taken");
        String roomId =
                cast().bot().get("directory", "room", cast().alias(name)).isOk().text("room_id");
        assertThat(cast().bot()
                        .get("rooms", roomId, "joined_members")
                        .isOk()
                        .body()
                        .path("joined"))
                .hasSize(1);
        return roomId;
    }

    @Test
    default void anInviteOfTheCreator() {
        String roomId =
                leftBehind("\"name\":\"N\",\"invite\":[\"" + cast().bot().id() + "\"]", 403, "M_FORBIDDEN");

        assertThat(cast().bot()
                        .get("rooms", roomId, "state", "m.room.name")
                        .isOk()
                        .text("name"))
                .isEqualTo("N");
    }

    @Test
    default void anInviteElsewhereEndsTheInvitesThere() {
        // given
        String first = cast().person().id();
        String last = cast().person().id();

        // when
        String roomId =
                leftBehind("\"invite\":[\"" + first + "\",\"@x:elsewhere.test\",\"" + last + "\"]", 403, "M_FORBIDDEN");

        // then
        cast().bot().get("rooms", roomId, "state", "m.room.member", first).isOk();
        cast().bot().get("rooms", roomId, "state", "m.room.member", last).isError(404, "M_NOT_FOUND");
    }

    @Test
    default void aTopicThatIsTooLong() {
        requireOnlyTheCreator(
                leftBehind("\"name\":\"N\",\"topic\":\"" + "x".repeat(70_000) + "\"", 413, "M_TOO_LARGE"));
    }

    @Test
    default void aNameThatIsNoText() {
        requireOnlyTheCreator(leftBehind("\"name\":5", 400, "M_UNKNOWN"));
    }

    @Test
    default void aLoneSurrogateInTheName() {
        requireOnlyTheCreator(leftBehind("\"name\":\"\\ud800\"", 500, "M_UNKNOWN"));
    }

    @Test
    default void badContentInTheInitialState() {
        requireOnlyTheCreator(leftBehind(
                "\"initial_state\":[{\"type\":\"m.room.name\",\"content\":{\"name\":5}}]", 400, "M_UNKNOWN"));
    }

    @Test
    default void aLevelForSomethingThatIsNoUser() {
        requireOnlyTheCreator(leftBehind(
                "\"power_level_content_override\":{\"users\":{\"" + cast().bot().id() + "\":100,\"garbage\":1}}",
                400,
                "M_UNKNOWN"));
    }

    @Test
    default void aLevelThatIsNoNumber() {
        requireOnlyTheCreator(leftBehind(
                "\"power_level_content_override\":{\"users\":{\"" + cast().bot().id() + "\":100,\"@x:y\":\"50\"}}",
                400,
                "M_BAD_JSON"));
    }

    private void requireOnlyTheCreator(String roomId) {
        for (String type : new String[] {"m.room.power_levels", "m.room.join_rules", "m.room.name"}) {
            cast().bot().get("rooms", roomId, "state", type).isError(404, "M_NOT_FOUND", "Event not found.");
        }
    }

    @Test
    default void aRoomWithoutLevelsIsMendedByItsCreator() {
        // given
        String roomId = leftBehind("\"name\":5", 400, "M_UNKNOWN");
        Caller bot = cast().bot();

        // when
        bot.put("{\"name\":\"N\"}", "rooms", roomId, "state", "m.room.name").isOk();
        bot.put("{\"join_rule\":\"invite\"}", "rooms", roomId, "state", "m.room.join_rules")
                .isOk();
        bot.put("{\"users\":{\"" + bot.id() + "\":100}}", "rooms", roomId, "state", "m.room.power_levels")
                .isOk();

        // then
        bot.post(cast().user(cast().person().id()), "rooms", roomId, "invite").isEmptyOk();
    }
}
