package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Reading and writing state. */
interface StateContract {
    Cast cast();

    private Reply name(Caller by, String roomId, String body) {
        return by.put(body, "rooms", roomId, "state", "m.room.name");
    }

    @Test
    default void equalContentIsWrittenOnce() {
        // given
        String roomId = cast().privateRoom();

        // when
        String first = name(cast().bot(), roomId, "{\"name\":\"One\"}").isOk().text("event_id");
        String again = name(cast().bot(), roomId, "{\"name\":\"One\"}").isOk().text("event_id");
        name(cast().bot(), roomId, "{\"name\":\"Two\"}").isOk();
        String back = name(cast().bot(), roomId, "{\"name\":\"One\"}").isOk().text("event_id");

        // then
        assertThat(again).isEqualTo(first);
        assertThat(back).isNotEqualTo(first);
    }

    @Test
    default void equalContentOfSomebodyElseIsWrittenAgain() {
        // given
        Caller person = cast().person();
        String roomId = cast().room("{\"preset\":\"public_chat\",\"power_level_content_override\":{\"users\":{\""
                + cast().bot().id() + "\":100,\"" + person.id() + "\":50}}}");
        person.post("{}", "rooms", roomId, "join").isOk();
        String bots = name(cast().bot(), roomId, "{\"name\":\"One\"}").isOk().text("event_id");

        // when
        String theirs = name(person, roomId, "{\"name\":\"One\"}").isOk().text("event_id");

        // then
        assertThat(theirs).isNotEqualTo(bots);
    }

    @Test
    default void aTopicOfCreateRoomPutAgainIsAChange() {
        // given
        String roomId = cast().room("{\"topic\":\"T\"}");

        // when
        cast().bot()
                .put("{\"topic\":\"T\"}", "rooms", roomId, "state", "m.room.topic")
                .isOk();

        // then
        assertThat(cast().bot()
                        .get("rooms", roomId, "state", "m.room.topic")
                        .isOk()
                        .body())
                .isEqualTo(Json.read("{\"topic\":\"T\"}"));
    }

    @Test
    default void aSlashAfterTheTypeIsAnEmptyStateKey() {
        String roomId = cast().privateRoom();

        cast().bot()
                .put("{\"name\":\"N\"}", "rooms", roomId, "state", "m.room.name", "")
                .isOk();

        assertThat(cast().bot()
                        .get("rooms", roomId, "state", "m.room.name")
                        .isOk()
                        .text("name"))
                .isEqualTo("N");
    }

    @Test
    default void oneStateEventComesWholeWhenAskedFor() {
        // given
        String roomId = cast().privateRoom();
        String eventId = name(cast().bot(), roomId, "{\"name\":\"N\"}").text("event_id");

        // when
        Reply event = cast().bot()
                .getWith("format=event", "rooms", roomId, "state", "m.room.name")
                .isOk();

        // then
        assertThat(event.text("event_id")).isEqualTo(eventId);
        assertThat(event.text("type")).isEqualTo("m.room.name");
        assertThat(event.body().path("state_key").asText("-")).isEmpty();
        assertThat(event.text("sender")).isEqualTo(cast().bot().id());
        assertThat(event.text("room_id")).isEqualTo(roomId);
        assertThat(event.body().path("content").path("name").asText()).isEqualTo("N");
        assertThat(event.body().path("origin_server_ts").isIntegralNumber()).isTrue();
    }

    @Test
    default void theWholeStateIsAListOfEvents() {
        // given
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);

        // when
        JsonNode events = cast().bot().get("rooms", roomId, "state").isOk().body();

        // then
        assertThat(StreamSupport.stream(events.spliterator(), false)
                        .map(event -> event.path("type").asText() + "|"
                                + event.path("state_key").asText("-")))
                .containsExactlyInAnyOrder(
                        "m.room.create|",
                        "m.room.member|" + cast().bot().id(),
                        "m.room.member|" + person.id(),
                        "m.room.power_levels|",
                        "m.room.join_rules|",
                        "m.room.history_visibility|",
                        "m.room.guest_access|");
        for (JsonNode event : events) {
            assertThat(event.path("event_id").asText()).startsWith("$");
            assertThat(event.path("sender").asText()).startsWith("@");
            assertThat(event.path("content").isObject()).isTrue();
        }
    }

    @Test
    default void absentStateIsNotFound() {
        cast().bot()
                .get("rooms", cast().privateRoom(), "state", "m.room.avatar")
                .isError(404, "M_NOT_FOUND", "Event not found.");
    }

    @Test
    default void strangersReadNoState() {
        String roomId = cast().publicRoom();
        Caller stranger = cast().person();
        String refusal = "User " + stranger.id() + " not in room " + roomId + ", and room previews are disabled";

        stranger.get("rooms", roomId, "state", "m.room.name").isError(403, "M_FORBIDDEN", refusal);
        stranger.get("rooms", roomId, "state").isError(403, "M_FORBIDDEN", refusal);
        stranger.get("rooms", roomId, "members").isError(403, "M_FORBIDDEN", refusal);
    }

    @Test
    default void strangersWriteNoState() {
        String roomId = cast().publicRoom();
        Caller stranger = cast().person();

        name(stranger, roomId, "{\"name\":\"x\"}")
                .isError(403, "M_FORBIDDEN", "User " + stranger.id() + " not in room " + roomId);
    }

    @Test
    default void writingTakesTheLevelForIt() {
        Caller person = cast().person();
        String roomId = cast().privateRoomWith(person);

        name(person, roomId, "{\"name\":\"x\"}")
                .isError(
                        403,
                        "M_FORBIDDEN",
                        "You don't have permission to post that to the room. user_level (0) < send_level (50)");
    }

    @Test
    default void badContentIsRefused() {
        String roomId = cast().privateRoom();
        Caller bot = cast().bot();

        name(bot, roomId, "{}").isError(400, "M_UNKNOWN", "'name' not in content");
        name(bot, roomId, "{\"name\":5}").isError(400, "M_UNKNOWN", "'name' not a string type");
        bot.put("{\"topic\":1.5}", "rooms", roomId, "state", "m.room.topic").isError(400, "M_UNKNOWN");
        bot.put("{\"a\":9007199254740992}", "rooms", roomId, "state", "x.custom", "k")
                .isError(400, "M_BAD_JSON", "JSON integer out of range");
        bot.put("{\"a\":1.5}", "rooms", roomId, "state", "x.custom", "k").isError(400, "M_BAD_JSON");
    }

    @Test
    default void oversizedStateIsRefused() {
        String roomId = cast().privateRoom();
        Caller bot = cast().bot();

        bot.put("{\"topic\":\"" + "x".repeat(64_000) + "\"}", "rooms", roomId, "state", "m.room.topic")
                .isOk();
        bot.put("{\"topic\":\"" + "x".repeat(66_000) + "\"}", "rooms", roomId, "state", "m.room.topic")
                .isError(413, "M_TOO_LARGE", "event too large");
        bot.put("{\"a\":1}", "rooms", roomId, "state", "x.custom", "k".repeat(256))
                .isError(413, "M_TOO_LARGE", "'state_key' too large");
    }

    @Test
    default void strangeTextIsKept() {
        String roomId = cast().privateRoom();

        name(cast().bot(), roomId, "{\"name\":\"a\\u0000b 🎉 \\u202e\\u05d0\"}").isOk();

        assertThat(cast().bot()
                        .get("rooms", roomId, "state", "m.room.name")
                        .isOk()
                        .text("name"))
                .isEqualTo("a\u0000b 🎉 \u202e\u05d0");
    }

    @Test
    default void membersAreListedByMembership() {
        // given
        Caller in = cast().person();
        Caller invited = cast().person();
        String roomId = cast().privateRoomWith(in);
        cast().bot().post(cast().user(invited.id()), "rooms", roomId, "invite").isOk();

        // then
        assertThat(members(roomId, "membership=join"))
                .containsExactlyInAnyOrder(cast().bot().id(), in.id());
        assertThat(members(roomId, "membership=invite")).containsExactly(invited.id());
        assertThat(members(roomId, "not_membership=join")).containsExactly(invited.id());
        assertThat(members(roomId, "")).hasSize(3);
    }

    private Iterable<String> members(String roomId, String query) {
        JsonNode chunk = cast().bot()
                .getWith(query, "rooms", roomId, "members")
                .isOk()
                .body()
                .path("chunk");
        return StreamSupport.stream(chunk.spliterator(), false)
                .map(event -> event.path("state_key").asText())
                .toList();
    }
}
