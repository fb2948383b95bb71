package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How tokens come, are renewed and end, and what becomes of those of somebody closed, locked or suspended. */
interface CredentialContract {
    String PASSWORD_OF_ALL = "pw";

    Cast cast();

    private static String localpart(Caller user) {
        return user.id().substring(1, user.id().indexOf(':'));
    }

    private static String login(String user, String password, String more) {
        return """
                {"type":"m.login.password","identifier":{"type":"m.id.user","user":"%s"},"password":"%s"%s}""".formatted(user, password, more);
    }

    private Reply logIn(Caller user, String more) {
        return cast().nobody().post(login(user.id(), PASSWORD_OF_ALL, more), "login");
    }

    private Reply refresh(String token) {
        return cast().nobody().post("{\"refresh_token\":\"" + token + "\"}", "refresh");
    }

    private String puppet(Caller admin, Caller user) {
        return admin.adminPost("{}", "v1", "users", user.id(), "login").isOk().text("access_token");
    }

    private Reply whoami(String token) {
        return cast().withToken(token).get("account", "whoami");
    }

    private void assertDead(String token) {
        Reply reply = whoami(token);
        reply.isError(401, "M_UNKNOWN_TOKEN", "Invalid access token passed.");
        assertThat(reply.body().path("soft_logout").asBoolean(true)).isFalse();
    }

    @Test
    default void theWaysToLogInAreListed() {
        assertThat(cast().nobody().get("login").isOk().body().path("flows").findValuesAsText("type"))
                .contains("m.login.password", "m.login.application_service");
    }

    @Test
    default void aPasswordLogsInByIdOrName() {
        Caller user = cast().user();

        Reply byId = logIn(user, ",\"device_id\":\"D1\"").isOk();
        Reply byName = cast().nobody()
                .post(login(localpart(user), PASSWORD_OF_ALL, ""), "login")
                .isOk();

        assertThat(byId.text("user_id")).isEqualTo(user.id());
        assertThat(byId.text("device_id")).isEqualTo("D1");
        assertThat(byId.body().has("refresh_token")).isFalse();
        assertThat(byId.body().has("expires_in_ms")).isFalse();
        assertThat(whoami(byId.text("access_token")).isOk().text("device_id")).isEqualTo("D1");
        assertThat(byName.text("device_id")).isNotEqualTo("D1").isNotEmpty();
    }

    @Test
    default void aLoginOnTheSameDeviceLeavesItsOldTokenValid() {
        Caller user = cast().user();

        String first = logIn(user, ",\"device_id\":\"D1\"").isOk().text("access_token");
        String second = logIn(user, ",\"device_id\":\"D1\"").isOk().text("access_token");

        whoami(first).isOk();
        assertThat(whoami(second).isOk().text("device_id")).isEqualTo("D1");
    }

    @Test
    default void whateverIsWrongWithALoginItIsSaidInTheSameWords() {
        Caller closed = cast().user();
        cast().admin().adminPost("{}", "v1", "deactivate", closed.id()).isOk();
        String ghost = cast().userId(cast().fresh("ghost"));

        cast().nobody()
                .post(login(cast().user().id(), "wrong", ""), "login")
                .isError(403, "M_FORBIDDEN", "Invalid username or password");
        cast().nobody()
                .post(login(ghost, PASSWORD_OF_ALL, ""), "login")
                .isError(403, "M_FORBIDDEN", "Invalid username or password");
        logIn(closed, "").isError(403, "M_FORBIDDEN", "Invalid username or password");
        cast().nobody().post("{\"type\":\"m.login.nope\"}", "login").isError(400, "M_INVALID_PARAM");
    }

    @Test
    default void aRefreshTokenIsSpentOnceTheNewTokenIsUsed() {
        // given
        Reply login = logIn(cast().user(), ",\"refresh_token\":true").isOk();
        String old = login.text("refresh_token");

        // when
        Reply first = refresh(old).isOk();
        Reply again = refresh(old).isOk();
        whoami(again.text("access_token")).isOk();

        // then
        assertThat(login.body().path("expires_in_ms").asLong()).isBetween(290_000L, 300_000L);
        assertThat(again.body().path("expires_in_ms").asLong()).isBetween(290_000L, 300_000L);
        assertThat(again.text("refresh_token")).isNotEqualTo(old);
        assertThat(again.body().has("device_id")).isFalse();
        refresh(old).isError(403, "M_FORBIDDEN", "refresh token isn't valid anymore");
        assertThat(first.text("access_token")).isNotEqualTo(again.text("access_token"));
        assertThat(whoami(again.text("access_token")).text("device_id")).isEqualTo(login.text("device_id"));
        whoami(login.text("access_token")).isOk();
    }

    @Test
    default void anUnknownRefreshTokenIsUnknown() {
        Reply reply = refresh("syr_nope");

        reply.isError(401, "M_UNKNOWN_TOKEN");
        assertThat(reply.body().has("soft_logout")).isFalse();
    }

    @Test
    default void aLogoutEndsEverythingOfItsDevice() {
        // given
        Caller user = cast().user();
        Reply refreshable =
                logIn(user, ",\"device_id\":\"D1\",\"refresh_token\":true").isOk();
        String other = logIn(user, ",\"device_id\":\"D1\"").isOk().text("access_token");

        // when
        cast().withToken(other).post("{}", "logout").isEmptyOk();

        // then
        assertDead(other);
        assertDead(refreshable.text("access_token"));
        refresh(refreshable.text("refresh_token")).isError(401, "M_UNKNOWN_TOKEN");
        user.get("account", "whoami").isOk();
        cast().withToken(other).post("{}", "logout").isError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    default void aNewPasswordLogsOut() {
        // given
        Caller admin = cast().admin();
        Caller user = cast().user();
        String minted = puppet(admin, user);

        // when
        admin.adminPut("{\"password\":\"other\",\"logout_devices\":true}", "v2", "users", user.id())
                .isOk();

        // then
        user.get("account", "whoami").isError(401, "M_UNKNOWN_TOKEN");
        whoami(minted).isOk();
        logIn(user, "").isError(403, "M_FORBIDDEN");
        cast().nobody().post(login(user.id(), "other", ""), "login").isOk();
    }

    @Test
    default void aLockedUsersTokensAreRefusedButKept() {
        // given
        Caller admin = cast().admin();
        Caller user = cast().user();
        String minted = puppet(admin, user);

        // when
        admin.adminPut("{\"locked\":true}", "v2", "users", user.id()).isOk();

        // then
        whoami(minted).isError(401, "M_USER_LOCKED", "User account has been locked");
        Reply login = logIn(user, "");
        login.isError(401, "M_USER_LOCKED", "User account has been locked");
        assertThat(login.body().path("soft_logout").asBoolean()).isTrue();
        cast().actingAs(user.id()).get("account", "whoami").isOk();
        assertThat(admin.adminGet("v2", "users", user.id())
                        .isOk()
                        .body()
                        .path("locked")
                        .asBoolean())
                .isTrue();
        admin.adminPut("{\"locked\":false}", "v2", "users", user.id()).isOk();
        user.get("account", "whoami").isOk();
        whoami(minted).isOk();
    }

    @Test
    default void aSuspendedUserReadsButNeitherJoinsNorWrites() {
        // given
        Caller admin = cast().admin();
        Caller user = cast().user();
        String inside = cast().privateRoomWith(user);
        String open = cast().publicRoom();

        // when
        Reply suspended =
                admin.adminPut("{\"suspend\":true}", "v1", "suspend", user.id()).isOk();

        // then
        assertThat(suspended.body().path("user_" + user.id() + "_suspended").asBoolean())
                .isTrue();
        assertThat(admin.adminGet("v2", "users", user.id())
                        .isOk()
                        .body()
                        .path("suspended")
                        .asBoolean())
                .isTrue();
        user.get("account", "whoami").isOk();
        user.get("rooms", inside, "state").isOk();
        user.post("{}", "rooms", open, "join").isError(403, "M_USER_SUSPENDED");
        cast().actingAs(user.id()).post("{}", "rooms", open, "join").isError(403, "M_USER_SUSPENDED");
        user.put("{\"name\":\"N\"}", "rooms", inside, "state", "m.room.name").isError(403, "M_USER_SUSPENDED");
        user.put("{\"displayname\":\"N\"}", "profile", user.id(), "displayname").isError(403, "M_USER_SUSPENDED");
        user.post(cast().user(cast().person().id()), "rooms", inside, "invite").isError(403, "M_USER_SUSPENDED");
        user.post("{}", "rooms", inside, "leave").isEmptyOk();
        admin.adminPut("{\"suspend\":false}", "v1", "suspend", user.id()).isOk();
        user.post("{}", "rooms", open, "join").isOk();
    }

    @Test
    default void anAccountMadeByAnAdminIsThereOnceAndHasNoPassword() {
        // given
        Caller admin = cast().admin();
        String id = cast().userId(cast().fresh("made"));

        // when
        Reply made = admin.adminPut("{}", "v2", "users", id);
        Reply again = admin.adminPut("{}", "v2", "users", id);

        // then
        assertThat(made.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        cast().nobody().post(login(id, "", ""), "login").isError(403, "M_FORBIDDEN");
        String token = admin.adminPost("{}", "v1", "users", id, "login").isOk().text("access_token");
        assertThat(whoami(token).isOk().text("user_id")).isEqualTo(id);
    }
}
