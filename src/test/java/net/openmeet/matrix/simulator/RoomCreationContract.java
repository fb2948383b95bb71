package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What createRoom makes, and what it refuses before it makes anything. */
interface RoomCreationContract {
    Cast cast();

    private JsonNode state(String roomId, String type) {
        return cast().bot().get("rooms", roomId, "state", type).isOk().body();
    }

    private Reply create(String body) {
        return cast().bot().post(body, "createRoom");
    }

    @Test
    default void aPublicRoomHasItsNameTopicAliasAndRules() {
        // given
        String name = cast().fresh("event");

        // when
        String roomId = cast().room("""
                {"preset":"public_chat","visibility":"public","room_alias_name":"%s","name":"N","topic":"T"}""".formatted(name));

        // then
        assertThat(state(roomId, "m.room.name").path("name").asText()).isEqualTo("N");
        assertThat(state(roomId, "m.room.canonical_alias").path("alias").asText())
                .isEqualTo(cast().alias(name));
        assertThat(state(roomId, "m.room.join_rules").path("join_rule").asText())
                .isEqualTo("public");
        assertThat(state(roomId, "m.room.history_visibility")
                        .path("history_visibility")
                        .asText())
                .isEqualTo("shared");
        cast().bot().get("rooms", roomId, "state", "m.room.guest_access").isError(404, "M_NOT_FOUND");
        assertThat(cast().bot().get("directory", "list", "room", roomId).isOk().text("visibility"))
                .isEqualTo("public");
    }

    @Test
    default void aTopicGivenToCreateRoomIsStoredTwice() {
        String roomId = cast().room("""
                {"topic":"T"}""");

        assertThat(state(roomId, "m.room.topic")).isEqualTo(Json.read("""
                {"topic":"T","m.topic":{"m.text":[{"body":"T"}]}}"""));
    }

    @Test
    default void aPrivateRoomInvitesAndLetsGuestsIn() {
        String roomId = cast().privateRoom();

        assertThat(state(roomId, "m.room.join_rules").path("join_rule").asText())
                .isEqualTo("invite");
        assertThat(state(roomId, "m.room.guest_access").path("guest_access").asText())
                .isEqualTo("can_join");
        assertThat(cast().bot().get("directory", "list", "room", roomId).isOk().text("visibility"))
                .isEqualTo("private");
    }

    @Test
    default void theDefaultLevelsDependOnThePreset() {
        JsonNode ofPublic = state(cast().publicRoom(), "m.room.power_levels");
        JsonNode ofPrivate = state(cast().privateRoom(), "m.room.power_levels");

        assertThat(ofPublic).isEqualTo(Json.read("""
                {"ban":50,"events":{"m.room.avatar":50,"m.room.canonical_alias":50,"m.room.encryption":100,
                "m.room.history_visibility":100,"m.room.name":50,"m.room.power_levels":100,"m.room.server_acl":100,
                "m.room.tombstone":100},"events_default":0,"historical":100,"invite":50,"kick":50,"m.call.invite":50,
                "redact":50,"state_default":50,"users":{"%s":100},"users_default":0}""".formatted(cast().bot().id())));
        assertThat(ofPrivate.path("invite").asInt()).isZero();
        assertThat(ofPrivate.has("m.call.invite")).isFalse();
    }

    @Test
    default void anOverrideReplacesWholeKeysOfTheLevels() {
        // given
        String ghost = cast().userId(cast().fresh("ghost"));

        // when
        String roomId = cast().room("""
                {"power_level_content_override":{"invite":75,"users":{"%s":100,"%s":50}}}""".formatted(cast().bot().id(), ghost));

        // then
        JsonNode levels = state(roomId, "m.room.power_levels");
        assertThat(levels.path("users").path(ghost).asInt()).isEqualTo(50);
        assertThat(levels.path("invite").asInt()).isEqualTo(75);
        assertThat(levels.path("events").path("m.room.name").asInt()).isEqualTo(50);
    }

    @Test
    default void creationContentIsKeptAndTheVersionAdded() {
        String roomId = cast().room("""
                {"creation_content":{"net.openmeet.lane":"t/event/42"}}""");

        assertThat(state(roomId, "m.room.create")).isEqualTo(Json.read("""
                        {"net.openmeet.lane":"t/event/42","room_version":"11"}"""));
    }

    @Test
    default void initialStateWinsOverThePreset() {
        String roomId = cast().room("""
                {"preset":"private_chat","initial_state":[
                  {"type":"m.room.guest_access","state_key":"","content":{"guest_access":"forbidden"}},
                  {"type":"m.room.join_rules","content":{"join_rule":"public"}},
                  {"type":"net.openmeet.custom","state_key":"k","content":{"a":1}}]}""");

        assertThat(state(roomId, "m.room.guest_access").path("guest_access").asText())
                .isEqualTo("forbidden");
        assertThat(state(roomId, "m.room.join_rules").path("join_rule").asText())
                .isEqualTo("public");
        assertThat(cast().bot()
                        .get("rooms", roomId, "state", "net.openmeet.custom", "k")
                        .isOk()
                        .body())
                .isEqualTo(Json.read("{\"a\":1}"));
    }

    @Test
    default void invitesRideAlongWhetherOrNotThePersonExists() {
        // given
        Caller person = cast().person();
        String ghost = cast().userId(cast().fresh("ghost"));

        // when
        String roomId = cast().room("""
                {"invite":["%s","%s","%s"]}""".formatted(person.id(), ghost, person.id()));

        // then
        for (String invited : new String[] {person.id(), ghost}) {
            assertThat(cast().bot()
                            .get("rooms", roomId, "state", "m.room.member", invited)
                            .isOk()
                            .text("membership"))
                    .isEqualTo("invite");
        }
    }

    @Test
    default void aTakenAliasIsInUse() {
        String body = """
                {"room_alias_name":"%s"}""".formatted(cast().fresh("group"));
        create(body).isOk();

        create(body).isError(400, "M_ROOM_IN_USE", "Room alias already taken");
    }

    @Test
    default void anAliasIsCaseSensitive() {
        String name = cast().fresh("group");
        cast().room("{\"room_alias_name\":\"" + name + "x\"}");

        create("{\"room_alias_name\":\"" + name + "X\"}").isOk();
    }

    @Test
    default void anEmptyAliasIsAnAliasOutsideTheNamespace() {
        create("{\"room_alias_name\":\"\"}").isError(400, "M_EXCLUSIVE");
    }

    @Test
    default void anIllegalAliasIsRefused() {
        create("{\"room_alias_name\":\"event-a b\"}").isError(400, "M_UNKNOWN", "Invalid characters in room alias");
        create("{\"room_alias_name\":\"event-a:b\"}").isError(400, "M_UNKNOWN");
        create("{\"room_alias_name\":\"event-" + "x".repeat(255) + "\"}")
                .isError(400, "M_INVALID_PARAM", "Can't create aliases longer than 255 characters");
        create("{\"room_alias_name\":5}").isError(500, "M_UNKNOWN", "Internal server error");
    }

    @Test
    default void anAliasOfTheApplicationServiceIsReserved() {
        cast().user()
                .post("{\"room_alias_name\":\"" + cast().fresh("event") + "\"}", "createRoom")
                .isError(400, "M_EXCLUSIVE", "This alias is reserved by an application service.");
    }

    @Test
    default void anAliasOutsideItsNamespaceIsRefusedToTheApplicationService() {
        create("{\"room_alias_name\":\"" + cast().fresh("free") + "\"}")
                .isError(400, "M_EXCLUSIVE", "This application service has not reserved this kind of alias.");
    }

    @Test
    default void aMalformedInviteIsRefusedBeforeAnythingIsMade() {
        String name = cast().fresh("event");

        create("{\"room_alias_name\":\"" + name + "\",\"invite\":[\"garbage\"]}")
                .isError(400, "M_UNKNOWN", "Invalid user_id: garbage");

        cast().bot().get("directory", "room", cast().alias(name)).isError(404, "M_NOT_FOUND");
    }

    @Test
    default void levelsWithoutTheCreatorAreRefusedBeforeAnythingIsMade() {
        String name = cast().fresh("event");

        create("""
                {"room_alias_name":"%s","power_level_content_override":{"users":{"@x:openmeet.test":50}}}""".formatted(name))
                .isError(
                        400,
                        "M_UNKNOWN",
                        "Not a valid power_level_content_override: 'users' did not contain "
                                + cast().bot().id());

        cast().bot().get("directory", "room", cast().alias(name)).isError(404, "M_NOT_FOUND");
    }

    @Test
    default void anUnknownPresetOrVersionIsRefused() {
        create("{\"preset\":\"bogus\"}").isError(400, "M_BAD_JSON", "'bogus' is not a valid preset");
        create("{\"room_version\":\"99\"}").isError(400, "M_UNSUPPORTED_ROOM_VERSION");
        create("{\"room_version\":11}").isError(400, "M_BAD_JSON");
    }
}
