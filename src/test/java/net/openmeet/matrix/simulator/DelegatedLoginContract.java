package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * A homeserver that leaves logging in to a Matrix Authentication Service: it knows of no login, and an application service works all
 * the same. What it answers to users' tokens is that service's to say, and not in here.
 */
interface DelegatedLoginContract {
    Cast cast();

    private static void assertUnrecognized(Reply reply) {
        reply.isError(404, "M_UNRECOGNIZED", "Unrecognized request");
    }

    @Test
    default void nothingOfALoginIsRecognized() {
        String somebody = cast().userId(cast().fresh("ghost"));

        assertUnrecognized(cast().nobody().get("login"));
        assertUnrecognized(cast().nobody().post("{\"type\":\"m.login.password\"}", "login"));
        assertUnrecognized(cast().nobody().post("{\"refresh_token\":\"syr_x\"}", "refresh"));
        assertUnrecognized(cast().withToken("syt_x").post("{}", "logout"));
        assertUnrecognized(cast().bot().post("{}", "logout"));
        assertUnrecognized(cast().bot().post("{}", "logout", "all"));
        assertUnrecognized(cast().nobody().adminGet("v1", "register"));
        assertUnrecognized(cast().bot().adminPost("{}", "v1", "users", somebody, "login"));
    }

    @Test
    default void anApplicationServiceRegistersOnlyWithoutLogin() {
        String localpart = cast().fresh("new");

        cast().bot()
                .post("""
                        {"type":"m.login.application_service","username":"%s"}""".formatted(localpart), "register")
                .isError(400, "IO.ELEMENT.MSC4190.M_APPSERVICE_LOGIN_UNSUPPORTED");
        cast().bot().post(cast().registration(localpart), "register").isOk();
        cast().bot()
                .post(cast().registration(localpart), "register")
                .isError(400, "M_USER_IN_USE", "User ID already taken.");
    }

    @Test
    default void anApplicationServiceActsAsEverybody() {
        Caller person = cast().person();
        String ghost = cast().userId(cast().fresh("ghost"));

        assertThat(cast().bot().get("account", "whoami").isOk().text("user_id"))
                .isEqualTo(cast().bot().id());
        assertThat(person.get("account", "whoami").isOk().text("user_id")).isEqualTo(person.id());
        person.post("{}", "rooms", cast().publicRoom(), "join").isOk();
        cast().actingAs(ghost)
                .get("account", "whoami")
                .isError(403, "M_FORBIDDEN", "Application service has not registered this user (" + ghost + ")");
    }

    @Test
    default void anApplicationServiceIsNoAdminThereEither() {
        cast().bot()
                .adminGet("v2", "users", cast().person().id())
                .isError(403, "M_FORBIDDEN", "You are not a server admin");
    }
}
