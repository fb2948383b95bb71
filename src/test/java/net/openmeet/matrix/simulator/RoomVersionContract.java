package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Where room versions 10 and 12 differ from the default, 11. */
interface RoomVersionContract {
    Cast cast();

    private ObjectNode state(String roomId, String type) {
        return (ObjectNode)
                cast().bot().get("rooms", roomId, "state", type).isOk().body();
    }

    @Test
    default void version10NamesItsCreator() {
        String roomId = cast().room("{\"room_version\":\"10\"}");

        assertThat(state(roomId, "m.room.create"))
                .isEqualTo(Json.read("{\"creator\":\"" + cast().bot().id() + "\",\"room_version\":\"10\"}"));
    }

    @Test
    default void version12HasNoServerInItsRoomIdAndNoCreatorInItsLevels() {
        String roomId = cast().room("{\"room_version\":\"12\"}");

        assertThat(roomId).startsWith("!").doesNotContain(":");
        ObjectNode levels = state(roomId, "m.room.power_levels");
        assertThat(levels.path("users")).isEmpty();
        assertThat(levels.path("events").path("m.room.tombstone").asInt()).isEqualTo(150);
    }

    @Test
    default void version12RefusesItsCreatorInTheLevels() {
        // given
        String roomId = cast().room("{\"room_version\":\"12\"}");
        ObjectNode levels = state(roomId, "m.room.power_levels");
        levels.withObjectProperty("users").put(cast().bot().id(), 100);

        // then
        cast().bot()
                .put(levels.toString(), "rooms", roomId, "state", "m.room.power_levels")
                .isError(400, "M_UNKNOWN", "Creator user " + cast().bot().id() + " must not appear in content.users");
    }

    @Test
    default void version12RefusesItsCreatorInTheOverride() {
        cast().bot()
                .post(
                        "{\"room_version\":\"12\",\"power_level_content_override\":{\"users\":{\""
                                + cast().bot().id() + "\":100}}}",
                        "createRoom")
                .isError(400, "M_UNKNOWN");
    }

    @Test
    default void version12sCreatorStandsAboveEverybody() {
        // given
        Caller person = cast().person();
        String roomId = cast().room(
                        "{\"room_version\":\"12\",\"preset\":\"public_chat\",\"power_level_content_override\":{\"users\":{\""
                                + person.id() + "\":1000}}}");
        person.post("{}", "rooms", roomId, "join").isOk();
        ObjectNode levels = state(roomId, "m.room.power_levels");
        levels.withObjectProperty("users").remove(person.id());

        // then
        cast().bot()
                .put(levels.toString(), "rooms", roomId, "state", "m.room.power_levels")
                .isOk();
        cast().bot().post(cast().user(person.id()), "rooms", roomId, "kick").isEmptyOk();
    }

    @Test
    default void version12OverridesNeedNotListTheCreator() {
        String person = cast().person().id();

        String roomId = cast().room("{\"room_version\":\"12\",\"power_level_content_override\":{\"users\":{\"" + person
                + "\":50}}}");

        assertThat(state(roomId, "m.room.power_levels")
                        .path("users")
                        .path(person)
                        .asInt())
                .isEqualTo(50);
    }
}
