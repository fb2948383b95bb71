package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What may happen to accounts and tokens happens to the simulator's on order, and to nobody else's. */
class CredentialFaultsTest {
    private final MatrixSimulator simulator = MatrixSimulator.start();
    private final Cast cast = new Cast(simulator.subject());
    private final CredentialFaults faults = simulator.credentials();
    private final Caller user = cast.user();
    private final Caller other = cast.user();

    @AfterEach
    void close() {
        simulator.close();
    }

    private static Reply whoami(Caller caller) {
        return caller.get("account", "whoami");
    }

    private static boolean isSoft(Reply reply) {
        return reply.body().path("soft_logout").asBoolean();
    }

    @Test
    void aTokenIsLoggedOutOrExpiresAlone() {
        // when
        faults.logOut(user.token().orElseThrow());
        faults.expire(other.token().orElseThrow());

        // then
        whoami(user).isError(401, "M_UNKNOWN_TOKEN", "Invalid access token passed.");
        assertThat(isSoft(whoami(user))).isFalse();
        whoami(other).isError(401, "M_UNKNOWN_TOKEN", "Access token has expired");
        assertThat(isSoft(whoami(other))).isTrue();
        whoami(cast.user()).isOk();
    }

    @Test
    void aRefreshTokenExpires() {
        // given
        String login = """
                {"type":"m.login.password","identifier":{"type":"m.id.user","user":"%s"},"password":"new","refresh_token":true}""".formatted(user.id());
        faults.setPassword(user.id(), "new");
        String refresh = cast.nobody().post(login, "login").isOk().text("refresh_token");

        // when
        faults.expire(refresh);

        // then
        cast.nobody()
                .post("{\"refresh_token\":\"" + refresh + "\"}", "refresh")
                .isError(403, "M_FORBIDDEN", "The supplied refresh token has expired");
    }

    @Test
    void losingAllTokensLeavesUsersAndTheApplicationService() {
        // when
        faults.loseTokens();

        // then
        whoami(user).isError(401, "M_UNKNOWN_TOKEN");
        whoami(cast.bot()).isOk();
        assertThat(simulator.isRegistered(user.id())).isTrue();
    }

    @Test
    void anotherAsTokenCountsFromThenOnEvenOverAWipe() {
        // given
        Caller before = cast.bot();

        // when
        simulator.rotateAsToken("as_token_of_today");
        simulator.wipe();

        // then
        whoami(before).isError(401, "M_UNKNOWN_TOKEN", "Invalid access token passed.");
        before.post(cast.registration("new"), "register").isError(401, "M_UNKNOWN_TOKEN", "Unrecognised access token");
        assertThat(simulator.asToken()).isEqualTo("as_token_of_today");
        whoami(new Cast(simulator.subject()).bot()).isOk();
    }

    @Test
    void anAccountIsClosedLockedOrSuspended() {
        // given
        Caller third = cast.user();
        String room = cast.publicRoom();

        // when
        faults.deactivate(user.id());
        faults.lock(other.id(), true);
        faults.suspend(third.id(), true);

        // then
        whoami(user).isError(401, "M_UNKNOWN_TOKEN");
        whoami(other).isError(401, "M_USER_LOCKED");
        third.post("{}", "rooms", room, "join").isError(403, "M_USER_SUSPENDED");
        faults.lock(other.id(), false);
        whoami(other).isOk();
    }

    @Test
    void anAdminLosesTheirRights() {
        // given
        Caller admin = cast.admin();

        // when
        faults.makeAdmin(admin.id(), false);

        // then
        admin.adminGet("v2", "users", user.id()).isError(403, "M_FORBIDDEN", "You are not a server admin");
    }

    @Test
    void aUserLogsOutEverywhere() {
        // when
        faults.logOutEverywhere(user.id());

        // then
        whoami(user).isError(401, "M_UNKNOWN_TOKEN");
        whoami(other).isOk();
    }

    @Test
    void atOnceEveryTokenOfAUserEndsThoseThatAnAdminMintedToo() {
        // given
        Caller admin = cast.admin();
        String minted =
                admin.adminPost("{}", "v1", "users", user.id(), "login").isOk().text("access_token");

        // when
        faults.endTokensOf(user.id());

        // then
        whoami(user).isError(401, "M_UNKNOWN_TOKEN");
        whoami(cast.withToken(minted)).isError(401, "M_UNKNOWN_TOKEN");
        whoami(admin).isOk();
        whoami(other).isOk();
    }
}
