package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Who may change whose level; there is no compare-and-set. */
interface PowerLevelContract {
    Cast cast();

    private ObjectNode levels(String roomId) {
        return (ObjectNode) cast().bot()
                .get("rooms", roomId, "state", "m.room.power_levels")
                .isOk()
                .body();
    }

    private Reply put(Caller by, String roomId, ObjectNode levels) {
        return by.put(levels.toString(), "rooms", roomId, "state", "m.room.power_levels");
    }

    /** A public room where the bot has 100 and this person the given level, and both are in. */
    private String roomWith(Caller person, int level) {
        String roomId = cast().room("{\"preset\":\"public_chat\",\"power_level_content_override\":{\"users\":{\""
                + cast().bot().id() + "\":100,\"" + person.id() + "\":" + level + "}}}");
        person.post("{}", "rooms", roomId, "join").isOk();
        return roomId;
    }

    @Test
    default void equalLevelsAreWrittenOnce() {
        String roomId = cast().privateRoom();
        ObjectNode levels = levels(roomId);

        String first = put(cast().bot(), roomId, levels).isOk().text("event_id");

        assertThat(put(cast().bot(), roomId, levels).isOk().text("event_id")).isEqualTo(first);
    }

    @Test
    default void aStaleWriteSilentlyDropsWhatItDoesNotKnow() {
        // given
        String roomId = cast().privateRoom();
        ObjectNode stale = levels(roomId);
        ObjectNode newer = levels(roomId);
        newer.withObjectProperty("users").put("@b:openmeet.test", 50);
        put(cast().bot(), roomId, newer).isOk();

        // when
        stale.withObjectProperty("users").put("@a:openmeet.test", 50);
        put(cast().bot(), roomId, stale).isOk();

        // then
        assertThat(levels(roomId).path("users").has("@b:openmeet.test")).isFalse();
        assertThat(levels(roomId).path("users").path("@a:openmeet.test").asInt())
                .isEqualTo(50);
    }

    @Test
    default void changingLevelsTakesTheLevelForIt() {
        Caller person = cast().person();
        String roomId = roomWith(person, 50);
        ObjectNode levels = levels(roomId);
        levels.withObjectProperty("users").put(person.id(), 100);

        put(person, roomId, levels)
                .isError(
                        403,
                        "M_FORBIDDEN",
                        "You don't have permission to post that to the room. user_level (50) < send_level (100)");
    }

    @Test
    default void nobodyDemotesAnEqual() {
        Caller person = cast().person();
        String roomId = roomWith(person, 100);
        ObjectNode levels = levels(roomId);
        levels.withObjectProperty("users").put(person.id(), 50);

        put(cast().bot(), roomId, levels)
                .isError(403, "M_FORBIDDEN", "You don't have permission to remove ops level equal to your own");
    }

    @Test
    default void nobodyRemovesAnEqualsEntry() {
        Caller person = cast().person();
        String roomId = roomWith(person, 100);
        ObjectNode levels = levels(roomId);
        levels.withObjectProperty("users").remove(person.id());

        put(cast().bot(), roomId, levels)
                .isError(403, "M_FORBIDDEN", "You don't have permission to remove ops level equal to your own");
    }

    @Test
    default void everybodyMayDemoteThemselves() {
        Caller person = cast().person();
        String roomId = roomWith(person, 100);
        ObjectNode levels = levels(roomId);
        levels.withObjectProperty("users").put(person.id(), 50);

        put(person, roomId, levels).isOk();
    }

    @Test
    default void nobodyTouchesWhoStandsHigher() {
        // given a room whose bot was lowered under the person
        Caller person = cast().person();
        String roomId = roomWith(person, 100);
        ObjectNode lowered = levels(roomId);
        lowered.withObjectProperty("users").put(cast().bot().id(), 99);
        lowered.withObjectProperty("events").put("m.room.power_levels", 99);
        put(cast().bot(), roomId, lowered).isOk();

        // when
        ObjectNode levels = levels(roomId);
        levels.withObjectProperty("users").put(person.id(), 50);

        // then
        put(cast().bot(), roomId, levels)
                .isError(403, "M_FORBIDDEN", "You don't have permission to add ops level greater than your own");
    }

    @Test
    default void nobodyGrantsMoreThanTheyHave() {
        String roomId = cast().privateRoom();
        ObjectNode levels = levels(roomId);
        levels.withObjectProperty("users").put("@a:openmeet.test", 101);

        put(cast().bot(), roomId, levels)
                .isError(403, "M_FORBIDDEN", "You don't have permission to add ops level greater than your own");
    }

    @Test
    default void nobodyRaisesAThresholdAboveThemselves() {
        String roomId = cast().privateRoom();
        ObjectNode levels = levels(roomId);
        levels.put("kick", 101);

        put(cast().bot(), roomId, levels)
                .isError(403, "M_FORBIDDEN", "You don't have permission to add ops level greater than your own");
    }

    @Test
    default void aLevelIsAnIntegerOfAUser() {
        String roomId = cast().privateRoom();
        ObjectNode textual = levels(roomId);
        textual.withObjectProperty("users").put("@a:openmeet.test", "50");
        ObjectNode malformed = levels(roomId);
        malformed.withObjectProperty("users").put("garbage", 50);

        put(cast().bot(), roomId, textual)
                .isError(400, "M_BAD_JSON", "\"@a:openmeet.test\": '50' is not of type 'integer'");
        put(cast().bot(), roomId, malformed).isError(400, "M_UNKNOWN", "Not a valid user_id: garbage");
    }

    @Test
    default void somebodyUnknownMayHaveALevel() {
        String roomId = cast().privateRoom();
        ObjectNode levels = levels(roomId);
        levels.withObjectProperty("users").put(cast().userId(cast().fresh("ghost")), 50);

        put(cast().bot(), roomId, levels).isOk();
    }

    @Test
    default void strangersChangeNoLevels() {
        String roomId = cast().privateRoom();
        Caller stranger = cast().person();

        put(stranger, roomId, levels(roomId))
                .isError(403, "M_FORBIDDEN", "User " + stranger.id() + " not in room " + roomId);
    }
}
