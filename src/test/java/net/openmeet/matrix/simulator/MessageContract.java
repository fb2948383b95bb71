package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What members say to each other, and who may hear it. */
interface MessageContract {
    Cast cast();

    private Reply say(Caller by, String roomId, String text, String transaction) {
        return by.put(
                "{\"msgtype\":\"m.text\",\"body\":\"" + text + "\"}",
                "rooms",
                roomId,
                "send",
                "m.room.message",
                transaction);
    }

    @Test
    default void membersHearEachOther() {
        // given
        Caller ann = cast().person();
        String roomId = cast().privateRoomWith(ann);

        // when
        String eventId = say(ann, roomId, "hi", cast().fresh("t")).isOk().text("event_id");

        // then
        JsonNode last = cast().bot()
                .getWith("dir=b&limit=1", "rooms", roomId, "messages")
                .isOk()
                .body()
                .path("chunk")
                .path(0);
        assertThat(last.path("event_id").asText()).isEqualTo(eventId);
        assertThat(last.path("sender").asText()).isEqualTo(ann.id());
        assertThat(last.path("content").path("body").asText()).isEqualTo("hi");
    }

    @Test
    default void messagesArePaged() {
        // given
        String roomId = cast().privateRoom();
        say(cast().bot(), roomId, "one", cast().fresh("t")).isOk();
        say(cast().bot(), roomId, "two", cast().fresh("t")).isOk();

        // when
        Reply newest = cast().bot()
                .getWith("dir=b&limit=1", "rooms", roomId, "messages")
                .isOk();
        Reply before = cast().bot()
                .getWith("dir=b&limit=1&from=" + newest.text("end"), "rooms", roomId, "messages")
                .isOk();

        // then
        assertThat(newest.body().findValuesAsText("body")).containsExactly("two");
        assertThat(before.body().findValuesAsText("body")).containsExactly("one");
    }

    @Test
    default void oneTransactionIsOneMessage() {
        String roomId = cast().privateRoom();
        String transaction = cast().fresh("t");

        String first = say(cast().bot(), roomId, "a", transaction).isOk().text("event_id");

        assertThat(say(cast().bot(), roomId, "b", transaction).isOk().text("event_id"))
                .isEqualTo(first);
    }

    @Test
    default void theApplicationServicesTransactionsAreSharedByAllItActsAs() {
        Caller ann = cast().person();
        String roomId = cast().privateRoomWith(ann);
        String transaction = cast().fresh("t");

        String anns = say(ann, roomId, "a", transaction).isOk().text("event_id");

        assertThat(say(cast().bot(), roomId, "b", transaction).isOk().text("event_id"))
                .isEqualTo(anns);
    }

    @Test
    default void strangersAreNotHeard() {
        String roomId = cast().publicRoom();
        Caller stranger = cast().person();

        say(stranger, roomId, "x", cast().fresh("t"))
                .isError(403, "M_FORBIDDEN", "User " + stranger.id() + " not in room " + roomId);
    }

    @Test
    default void whoWasRemovedNeitherHearsNorSpeaks() {
        // given
        Caller ann = cast().person();
        String roomId = cast().privateRoomWith(ann);
        cast().bot().post(cast().user(ann.id()), "rooms", roomId, "kick").isOk();
        say(cast().bot(), roomId, "secret", cast().fresh("t")).isOk();

        // then
        say(ann, roomId, "x", cast().fresh("t")).isError(403, "M_FORBIDDEN");
        assertThat(ann.getWith("dir=b&limit=50", "rooms", roomId, "messages")
                        .isOk()
                        .body()
                        .toString())
                .doesNotContain("secret");
    }

    @Test
    default void aMessageHasABody() {
        cast().bot()
                .put("{}", "rooms", cast().privateRoom(), "send", "m.room.message", cast().fresh("t"))
                .isError(400, "M_UNKNOWN", "'body' not in content");
    }

    @Test
    default void membersSeeWhoIsIn() {
        // given
        Caller ann = cast().person();
        String roomId = cast().privateRoomWith(ann);

        // then
        JsonNode joined = cast().bot()
                .get("rooms", roomId, "joined_members")
                .isOk()
                .body()
                .path("joined");
        assertThat(joined.has(ann.id())).isTrue();
        assertThat(joined.path(ann.id()).path("display_name").isTextual()).isTrue();
        assertThat(ann.get("joined_rooms")
                        .isOk()
                        .body()
                        .path("joined_rooms")
                        .path(0)
                        .asText())
                .isEqualTo(roomId);
        cast().user().get("rooms", roomId, "joined_members").isError(403, "M_FORBIDDEN");
    }

    @Test
    default void theApplicationServiceSeesWhoIsInWhoeverItActsAs() {
        String roomId = cast().privateRoom();

        assertThat(cast().person()
                        .get("rooms", roomId, "joined_members")
                        .isOk()
                        .body()
                        .path("joined")
                        .has(cast().bot().id()))
                .isTrue();
    }
}
