package net.openmeet.matrix.simulator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a homeserver answers whose tokens end: refreshable ones after 2 s, others after 3 s, refresh tokens after 6 s. */
interface TokenLifetimeContract {
    Cast cast();

    private Reply whoami(String token) {
        return cast().withToken(token).get("account", "whoami");
    }

    private Reply refresh(String token) {
        return cast().nobody().post("{\"refresh_token\":\"" + token + "\"}", "refresh");
    }

    private void awaitEnd(String token) {
        await().atMost(15, SECONDS)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> whoami(token).status() == 401);
        Reply expired = whoami(token);
        expired.isError(401, "M_UNKNOWN_TOKEN", "Access token has expired");
        assertThat(expired.body().path("soft_logout").asBoolean()).isTrue();
    }

    @Test
    default void anExpiredTokenIsRefreshedUntilItsRefreshTokenExpires() {
        // given
        Caller user = cast().user();
        String body = """
                {"type":"m.login.password","identifier":{"type":"m.id.user","user":"%s"},"password":"pw","refresh_token":true}""".formatted(user.id());
        Reply login = cast().nobody().post(body, "login").isOk();

        // when
        awaitEnd(login.text("access_token"));
        Reply renewed = refresh(login.text("refresh_token")).isOk();

        // then
        assertThat(login.body().path("expires_in_ms").asLong()).isBetween(1_000L, 2_000L);
        assertThat(whoami(renewed.text("access_token")).isOk().text("user_id")).isEqualTo(user.id());
        await().atMost(20, SECONDS)
                .pollInterval(Duration.ofMillis(6_500))
                .untilAsserted(() -> refresh(renewed.text("refresh_token"))
                        .isError(403, "M_FORBIDDEN", "The supplied refresh token has expired"));
        awaitEnd(renewed.text("access_token"));
    }

    @Test
    default void theTokensOfAdminsEndAndThoseTheyMintedDoNot() {
        // given
        Caller admin = cast().admin();
        Caller user = cast().user();
        String minted =
                admin.adminPost("{}", "v1", "users", user.id(), "login").isOk().text("access_token");

        // when
        awaitEnd(admin.token().orElseThrow());

        // then
        Reply refused = admin.adminPost("{}", "v1", "users", user.id(), "login");
        refused.isError(401, "M_UNKNOWN_TOKEN", "Access token has expired");
        whoami(minted).isOk();
        cast().bot().get("account", "whoami").isOk();
    }
}
