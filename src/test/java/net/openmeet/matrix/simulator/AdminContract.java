package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Synapse's admin API. */
interface AdminContract {
    Cast cast();

    @Test
    default void theAdminApiIsForServerAdmins() {
        String ghost = cast().userId(cast().fresh("ghost"));

        cast().user().adminGet("v2", "users", ghost).isError(403, "M_FORBIDDEN", "You are not a server admin");
        cast().nobody().adminGet("v2", "users", ghost).isError(401, "M_MISSING_TOKEN");
        cast().admin().adminGet("v2", "users", ghost).isError(404, "M_NOT_FOUND", "User not found");
    }

    @Test
    default void aUserIsMadeThenChanged() {
        // given
        Caller admin = cast().admin();
        String id = cast().userId(cast().fresh("made"));

        // when
        Reply made = admin.adminPut("{\"displayname\":\"Dave\"}", "v2", "users", id);
        Reply changed = admin.adminPut("{\"displayname\":\"Dave 2\"}", "v2", "users", id);

        // then
        assertThat(made.status()).isEqualTo(201);
        assertThat(changed.isOk().text("displayname")).isEqualTo("Dave 2");
        Reply read = admin.adminGet("v2", "users", id).isOk();
        assertThat(read.text("name")).isEqualTo(id);
        assertThat(read.body().path("deactivated").asBoolean(true)).isFalse();
    }

    @Test
    default void aBadUserIsRefused() {
        Caller admin = cast().admin();

        admin.adminPut("{}", "v2", "users", cast().userId("Upper")).isError(400, "M_INVALID_USERNAME");
        admin.adminPut("{}", "v2", "users", "@x:elsewhere.test").isError(400, "M_UNKNOWN");
        admin.adminPut("{}", "v2", "users", "garbage").isError(400, "M_INVALID_PARAM");
        admin.adminPut("{\"admin\":\"yes\"}", "v2", "users", cast().userId(cast().fresh("made")))
                .isError(400, "M_BAD_JSON");
    }

    @Test
    default void aDeactivatedUserIsStillThere() {
        // given
        Caller user = cast().user();
        Caller admin = cast().admin();

        // when
        Reply reply = admin.adminPost("{}", "v1", "deactivate", user.id()).isOk();
        admin.adminPost("{}", "v1", "deactivate", user.id()).isOk();

        // then
        assertThat(reply.text("id_server_unbind_result")).isEqualTo("success");
        user.get("account", "whoami").isError(401, "M_UNKNOWN_TOKEN");
        assertThat(admin.adminGet("v2", "users", user.id())
                        .isOk()
                        .body()
                        .path("deactivated")
                        .asBoolean())
                .isTrue();
        cast().bot()
                .post(cast().registration(user.id().substring(1, user.id().indexOf(':'))), "register")
                .isError(400, "M_USER_IN_USE");
        cast().actingAs(user.id()).get("account", "whoami").isOk();
        admin.adminPost("{}", "v1", "deactivate", cast().userId(cast().fresh("ghost")))
                .isError(404, "M_NOT_FOUND", "User not found");
    }

    @Test
    default void aLockedUserIsNoDeadToken() {
        Caller user = cast().user();
        cast().admin().adminPut("{\"locked\":true}", "v2", "users", user.id()).isOk();

        Reply reply = user.get("account", "whoami");

        reply.isError(401, "M_USER_LOCKED");
        assertThat(reply.body().path("soft_logout").asBoolean()).isTrue();
    }

    @Test
    default void sharedSecretRegistrationNeedsAFreshNonceAndTheSecret() {
        // given
        String name = cast().fresh("made");
        String nonce = cast().nobody().adminGet("v1", "register").isOk().text("nonce");

        // then
        register(nonce, name, "00").isError(403, "M_UNKNOWN", "HMAC incorrect");
        String second = cast().nobody().adminGet("v1", "register").isOk().text("nonce");
        register(second, name, cast().mac(second, name, false)).isOk();
        register(second, name, cast().mac(second, name, false)).isError(400, "M_UNKNOWN", "unrecognised nonce");
        String third = cast().nobody().adminGet("v1", "register").isOk().text("nonce");
        register(third, name, cast().mac(third, name, false)).isError(400, "M_USER_IN_USE");
    }

    private Reply register(String nonce, String name, String mac) {
        return cast().nobody().adminPost(cast().sharedSecretRegistration(nonce, name, false, mac), "v1", "register");
    }

    @Test
    default void anAdminMintsTokensForOthers() {
        // given
        Caller admin = cast().admin();
        Caller user = cast().user();

        // when
        String token =
                admin.adminPost("{}", "v1", "users", user.id(), "login").isOk().text("access_token");

        // then
        Reply whoami = cast().withToken(token).get("account", "whoami").isOk();
        assertThat(whoami.text("user_id")).isEqualTo(user.id());
        assertThat(whoami.body().has("device_id")).isFalse();
        admin.adminPost("{}", "v1", "users", admin.id(), "login").isError(400, "M_UNKNOWN");
        admin.adminPost("{}", "v1", "users", cast().userId(cast().fresh("ghost")), "login")
                .isError(404, "M_NOT_FOUND", "User not found");
    }

    @Test
    default void roomInfoIsTheCleanTestOfExistence() {
        // given
        Caller admin = cast().admin();
        String roomId = cast().room("{\"preset\":\"public_chat\",\"name\":\"N\"}");

        // then
        Reply info = admin.adminGet("v1", "rooms", roomId).isOk();
        assertThat(info.text("creator")).isEqualTo(cast().bot().id());
        assertThat(info.body().path("joined_members").asInt()).isEqualTo(1);
        assertThat(info.text("version")).isEqualTo("11");
        admin.adminGet("v1", "rooms", "!nowhere:openmeet.test").isError(404, "M_NOT_FOUND", "Room not found");
        cast().user().adminGet("v1", "rooms", roomId).isError(403, "M_FORBIDDEN");
    }

    @Test
    default void roomAdminsAreMadeAndInvited() {
        // given
        Caller admin = cast().admin();
        String roomId = cast().privateRoom();
        String person = cast().person().id();
        Caller bot = cast().bot();

        // when
        admin.adminPost(cast().user(person), "v1", "rooms", roomId, "make_room_admin")
                .isEmptyOk();
        admin.adminPost(cast().user(person), "v1", "rooms", roomId, "make_room_admin")
                .isEmptyOk();

        // then
        assertThat(bot.get("rooms", roomId, "state", "m.room.power_levels")
                        .isOk()
                        .body()
                        .path("users")
                        .path(person)
                        .asInt())
                .isEqualTo(100);
        assertThat(bot.get("rooms", roomId, "state", "m.room.member", person)
                        .isOk()
                        .text("membership"))
                .isEqualTo("invite");
    }

    @Test
    default void aBotThatWasKickedIsBroughtBack() {
        // given
        Caller bot = cast().bot();
        Caller person = cast().person();
        String roomId = cast().room("{\"power_level_content_override\":{\"users\":{\"" + bot.id() + "\":99,\""
                + person.id() + "\":100},\"events\":{\"m.room.power_levels\":99}},\"invite\":[\"" + person.id()
                + "\"]}");
        person.post("{}", "rooms", roomId, "join").isOk();
        person.post(cast().user(bot.id()), "rooms", roomId, "kick").isOk();

        // when
        cast().admin()
                .adminPost(cast().user(bot.id()), "v1", "rooms", roomId, "make_room_admin")
                .isEmptyOk();

        // then
        bot.post("{}", "rooms", roomId, "join").isOk();
        bot.put("{\"name\":\"N\"}", "rooms", roomId, "state", "m.room.name").isOk();
    }

    @Test
    default void aRoomWithoutMembersHasNoAdminToMake() {
        Caller admin = cast().admin();
        String roomId = cast().privateRoom();
        cast().bot().post("{}", "rooms", roomId, "leave").isOk();

        admin.adminPost(cast().user(admin.id()), "v1", "rooms", roomId, "make_room_admin")
                .isError(400, "M_UNKNOWN", "Server not in room");
    }

    @Test
    default void anAdminJoinsPeopleToPublicRooms() {
        String roomId = cast().publicRoom();
        Caller admin = cast().admin();
        String person = cast().person().id();

        admin.adminPost(cast().user(person), "v1", "join", roomId).isOk();
        assertThat(admin.adminPost(cast().user(person), "v1", "join", roomId)
                        .isOk()
                        .text("room_id"))
                .isEqualTo(roomId);
        admin.adminPost(cast().user(person), "v1", "join", cast().privateRoom()).isError(403, "M_FORBIDDEN");
        admin.adminPost(cast().user(cast().userId(cast().fresh("ghost"))), "v1", "join", roomId)
                .isError(404, "M_NOT_FOUND", "User not found");
    }
}
