package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tokens, masquerading, registration by the application service, profiles and account data. */
interface AccountContract {
    Cast cast();

    @Test
    default void aServerAnswersHealthAndVersionsWithoutAToken() {
        // when
        Reply health = cast().nobody().send("GET", "/health", Optional.empty());
        Reply versions = cast().nobody().send("GET", "/_matrix/client/versions", Optional.empty());

        // then
        assertThat(health.isOk().body().asText()).isEqualTo("OK");
        assertThat(versions.isOk().body().path("versions").findValuesAsText("")).isEmpty();
        assertThat(versions.body().path("versions").toString()).contains("\"v1.11\"");
    }

    @Test
    default void capabilitiesNameTheRoomVersions() {
        Reply reply = cast().bot().get("capabilities").isOk();

        var versions = reply.body().path("capabilities").path("m.room_versions");
        assertThat(versions.path("default").asText()).isEqualTo("11");
        assertThat(versions.path("available").path("10").asText()).isEqualTo("stable");
        assertThat(versions.path("available").path("12").asText()).isEqualTo("stable");
    }

    @Test
    default void theBotExistsWithoutBeingRegistered() {
        Reply reply = cast().bot().get("account", "whoami").isOk();

        assertThat(reply.text("user_id")).isEqualTo(cast().bot().id());
        assertThat(reply.body().has("device_id")).isFalse();
    }

    @Test
    default void theBotMayNameItself() {
        cast().actingAs(cast().bot().id()).get("account", "whoami").isOk();
    }

    @Test
    default void aUserTokenBelongsToADevice() {
        assertThat(cast().user().get("account", "whoami").isOk().text("device_id"))
                .isNotEmpty();
    }

    @Test
    default void aMissingTokenIsNoDeadToken() {
        cast().nobody().get("account", "whoami").isError(401, "M_MISSING_TOKEN", "Missing access token");
    }

    @Test
    default void aDeadTokenIsUnknown() {
        Reply reply = cast().withToken("syt_dead").get("account", "whoami");

        reply.isError(401, "M_UNKNOWN_TOKEN", "Invalid access token passed.");
        assertThat(reply.body().path("soft_logout").asBoolean(true)).isFalse();
    }

    @Test
    default void aLoggedOutTokenIsUnknown() {
        // given
        Caller user = cast().user();

        // when
        user.post("{}", "logout").isEmptyOk();

        // then
        user.get("account", "whoami").isError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    default void theApplicationServiceCannotLogOut() {
        cast().bot().post("{}", "logout").isError(401, "M_UNKNOWN", "Unrecognised access token");
        cast().bot().get("account", "whoami").isOk();
    }

    @Test
    default void actingAsSomebodyUnregisteredIsForbiddenInTheseWords() {
        String id = cast().userId(cast().fresh("ghost"));

        cast().actingAs(id)
                .get("account", "whoami")
                .isError(403, "M_FORBIDDEN", "Application service has not registered this user (" + id + ")");
    }

    @Test
    default void actingAsSomebodyElsewhereIsForbiddenInOtherWords() {
        cast().actingAs("@x:elsewhere.test")
                .get("account", "whoami")
                .isError(403, "M_FORBIDDEN", "Application service cannot masquerade as this user (@x:elsewhere.test).");
        cast().actingAs("garbage").get("account", "whoami").isError(403, "M_FORBIDDEN");
    }

    @Test
    default void theApplicationServiceActsAsEveryLocalUser() {
        Caller user = cast().user();

        assertThat(cast().actingAs(user.id()).get("account", "whoami").isOk().text("user_id"))
                .isEqualTo(user.id());
    }

    @Test
    default void aUsersOwnTokenActsAsNobodyElse() {
        Caller user = cast().user();
        Caller pretending = new Caller(
                user.baseUrl(),
                user.id(),
                user.token(),
                Optional.of(cast().person().id()));

        assertThat(pretending.get("account", "whoami").isOk().text("user_id")).isEqualTo(user.id());
    }

    @Test
    default void registrationWithoutLoginAnswersNoToken() {
        String localpart = cast().fresh("new");

        Reply reply =
                cast().bot().post(cast().registration(localpart), "register").isOk();

        assertThat(reply.text("user_id")).isEqualTo(cast().userId(localpart));
        assertThat(reply.body().has("access_token")).isFalse();
    }

    @Test
    default void registeringTwiceSaysSo() {
        String localpart = cast().fresh("twice");
        cast().bot().post(cast().registration(localpart), "register").isOk();

        cast().bot()
                .post(cast().registration(localpart), "register")
                .isError(400, "M_USER_IN_USE", "User ID already taken.");
    }

    @Test
    default void registrationNeedsTheApplicationServicesToken() {
        String body = cast().registration(cast().fresh("stray"));

        cast().withToken("wrong").post(body, "register").isError(401, "M_UNKNOWN_TOKEN", "Unrecognised access token");
        cast().user().post(body, "register").isError(401, "M_UNKNOWN_TOKEN", "Unrecognised access token");
        cast().nobody().post(body, "register").isError(400, "M_UNKNOWN");
    }

    @Test
    default void registrationNeedsAName() {
        cast().bot().post("""
                        {"type":"m.login.application_service"}""", "register").isError(400, "M_UNKNOWN", "Desired Username is missing or not a string");
        cast().bot().post("""
                        {"type":"m.login.application_service","username":5}""", "register").isError(400, "M_UNKNOWN", "Invalid username");
    }

    @Test
    default void registrationWithoutTypeIsRefusedWithTheToken() {
        cast().bot().post("""
                        {"username":"x"}""", "register").isError(400, "M_UNKNOWN");
    }

    @Test
    default void peopleDoNotRegisterThemselves() {
        cast().nobody().post("""
                        {"username":"%s","password":"pw"}""".formatted(cast().fresh("walk-in")), "register").isError(403, "M_FORBIDDEN");
    }
}
