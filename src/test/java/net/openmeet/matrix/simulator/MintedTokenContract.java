package net.openmeet.matrix.simulator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The tokens that an admin mints for others: who may, what ends them, and what doesn't. */
interface MintedTokenContract {
    Cast cast();

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
    default void aMintedTokenSurvivesItsUsersLogoutEverywhereAndDeactivation() {
        // given
        Caller admin = cast().admin();
        Caller user = cast().user();
        String minted = puppet(admin, user);

        // when
        user.post("{}", "logout", "all").isEmptyOk();

        // then
        user.get("account", "whoami").isError(401, "M_UNKNOWN_TOKEN");
        whoami(minted).isOk();
        cast().withToken(minted).post("{}", "logout", "all").isEmptyOk();
        whoami(minted).isOk();
        admin.adminPost("{}", "v1", "deactivate", user.id()).isOk();
        whoami(minted).isOk();
        whoami(puppet(admin, user)).isOk();
        cast().withToken(minted).post("{}", "logout").isEmptyOk();
        assertDead(minted);
    }

    @Test
    default void anAdminsLogoutEverywhereEndsTheTokensTheyMinted() {
        // given
        Caller admin = cast().admin();
        String minted = puppet(admin, cast().user());

        // when
        admin.post("{}", "logout", "all").isEmptyOk();

        // then
        assertDead(minted);
    }

    @Test
    default void aMintedTokenEndsWhenItWasToldTo() {
        // given
        Caller admin = cast().admin();
        Caller user = cast().user();
        long end = Instant.now().plusMillis(1_500).toEpochMilli();

        // when
        Reply minted = admin.adminPost("{\"valid_until_ms\":" + end + "}", "v1", "users", user.id(), "login")
                .isOk();
        String token = minted.text("access_token");

        // then
        assertThat(minted.body().size()).isEqualTo(1);
        whoami(token).isOk();
        await().atMost(10, SECONDS)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> whoami(token).status() == 401);
        Reply expired = whoami(token);
        expired.isError(401, "M_UNKNOWN_TOKEN", "Access token has expired");
        assertThat(expired.body().path("soft_logout").asBoolean()).isTrue();
        cast().withToken(token).post("{}", "logout").isEmptyOk();
        assertDead(token);
    }

    @Test
    default void onlyAdminsMintTokensAndOnlyForLocalUsers() {
        Caller admin = cast().admin();
        Caller user = cast().user();

        user.adminPost("{}", "v1", "users", user.id(), "login")
                .isError(403, "M_FORBIDDEN", "You are not a server admin");
        cast().bot()
                .adminPost("{}", "v1", "users", user.id(), "login")
                .isError(403, "M_FORBIDDEN", "You are not a server admin");
        cast().withToken("syt_dead")
                .adminPost("{}", "v1", "users", user.id(), "login")
                .isError(401, "M_UNKNOWN_TOKEN");
        admin.adminPost("{}", "v1", "users", "@x:elsewhere.test", "login")
                .isError(400, "M_UNKNOWN", "Only local users can be logged in as");
        admin.adminPost("{\"valid_until_ms\":\"soon\"}", "v1", "users", user.id(), "login")
                .isError(400, "M_UNKNOWN");
    }

    @Test
    default void anAdminWhoLostTheirRightsIsRefused() {
        Caller admin = cast().admin();
        cast().admin()
                .adminPut("{\"admin\":false}", "v1", "users", admin.id(), "admin")
                .isOk();

        admin.adminGet("v2", "users", admin.id()).isError(403, "M_FORBIDDEN", "You are not a server admin");
        admin.get("account", "whoami").isOk();
    }
}
