package net.openmeet.matrix.homeserver.http;

import static net.openmeet.matrix.homeserver.http.MockHomeserver.ADMIN_TOKEN;
import static net.openmeet.matrix.homeserver.http.MockHomeserver.TOKEN;
import static net.openmeet.matrix.homeserver.http.MockHomeserver.json;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.TokenOwner;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * A token is sent to the homeserver and shown to nobody else: not in answers, texts or logs, not even if the homeserver repeats it.
 * A call that has no usable token isn't sent.
 */
class OkHttpHomeserverSecretTest {
    private static final MatrixCall WHO_AM_I = new MatrixCall.WhoAmI();
    private static final MatrixCall DEACTIVATE = new MatrixCall.Deactivate(UserId.parse("@u:localhost.test"));

    private static final String PASSWORD = "pass-phrase";
    private static final MatrixCall LOGIN_AS = new MatrixCall.LoginAs(UserId.parse("@u:localhost.test"), Instant.EPOCH);
    private static final List<MatrixCall> CARRYING_SECRETS = List.of(
            new MatrixCall.LoginPassword(UserId.parse("@u:localhost.test"), SecretText.of(PASSWORD), "D"),
            new MatrixCall.Refresh(SecretText.of(PASSWORD)),
            new MatrixCall.Logout(SecretText.of(PASSWORD)),
            new MatrixCall.WhoAmIWith(SecretText.of(PASSWORD)));

    private final MockHomeserver mock = new MockHomeserver();

    @AfterEach
    void close() {
        mock.close();
    }

    @Test
    void theTokenGoesIntoTheHeaderAndAdminCallsHaveTheirOwn() {
        // when
        mock.answer(WHO_AM_I, json(200, "{}"));
        mock.answer(DEACTIVATE, json(200, "{}"));

        // then
        assertThat(mock.request().getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(mock.request().getHeaders().get("Authorization")).isEqualTo("Bearer " + ADMIN_TOKEN);
    }

    @Test
    void aRenewedTokenIsUsedByTheNextCall() {
        // given
        var token = new AtomicReference<>("old\n");
        var client = mock.client(token::get, Optional.empty(), CallTimeouts.DEFAULTS);
        mock.server.enqueue(json(200, "{}"));
        mock.server.enqueue(json(200, "{}"));

        // when
        client.send(WHO_AM_I, () -> true).join();
        token.set("new");
        client.send(WHO_AM_I, () -> true).join();

        // then
        assertThat(mock.request().getHeaders().get("Authorization")).isEqualTo("Bearer old");
        assertThat(mock.request().getHeaders().get("Authorization")).isEqualTo("Bearer new");
    }

    @Test
    void anAnswerThatRepeatsTheTokenIsCleaned() {
        // when
        Answer answer = mock.answer(
                DEACTIVATE,
                json(400, "{\"errcode\":\"M_UNKNOWN\",\"error\":\"" + "x".repeat(190) + ADMIN_TOKEN + "\"}"));

        // then
        assertThat(answer.toString()).doesNotContain("mat_admin");
    }

    @Test
    void noTextOrLogHoldsTheTokenWhateverHappens() throws Exception {
        // given
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.TRACE);
        var shown = new StringBuilder();
        try {
            // when
            shown.append(mock.answer(
                    WHO_AM_I, json(401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"Bearer " + TOKEN + "\"}")));
            shown.append(mock.answer(WHO_AM_I, json(200, TOKEN)));
            shown.append(mock.answer(
                    WHO_AM_I,
                    new MockResponse.Builder().status("HTTP/1.1 xyz " + TOKEN).build()));
            shown.append(mock.answer(
                    WHO_AM_I,
                    new MockResponse.Builder()
                            .onResponseStart(new SocketEffect.CloseSocket())
                            .build()));
            for (MatrixCall call : CARRYING_SECRETS) {
                shown.append(call);
                String body = "{\"access_token\":\"" + TOKEN + "\",\"refresh_token\":\"" + TOKEN
                        + "\",\"user_id\":\"@u:x\",\"device_id\":\"D\",\"error\":\"" + PASSWORD + "\"}";
                shown.append(mock.answer(call, json(200, body)));
                shown.append(mock.answer(call, json(403, body)));
                shown.append(mock.answer(call, json(200, TOKEN + " " + PASSWORD)));
                shown.append(mock.answer(call, json(200, "[" + PASSWORD)));
            }
            shown.append(mock.answer(LOGIN_AS, json(200, "{\"access_token\":\"" + TOKEN + "\"}")));
            shown.append(mock.answer(LOGIN_AS, json(200, TOKEN)));
            shown.append(Bearer.of(new TokenOwner.Admin(), 1, SecretText.of(TOKEN)));
            shown.append(Json.mapper().writeValueAsString(new MatrixCall.Logout(SecretText.of(TOKEN))));
            shown.append(mock.client(CallTimeouts.DEFAULTS));
            shown.append(mock.attempts);
        } finally {
            root.setLevel(before);
            root.detachAppender(logged);
        }

        // then
        logged.list.forEach(event -> shown.append(event.getFormattedMessage()));
        assertThat(shown).doesNotContain("secretsecret").doesNotContain("pass-phrase");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two words", "a\nb", "t\u00f6ken"})
    void aTokenThatIsNoneIsNotSent(String token) {
        // given
        var client = mock.client(() -> token, Optional.empty(), CallTimeouts.DEFAULTS);

        // when
        Answer answer = client.send(WHO_AM_I, () -> true).join();

        // then
        assertThat(answer)
                .usingRecursiveComparison()
                .ignoringFields("sentWith")
                .isEqualTo(new Answer.Refusal(
                        401,
                        Optional.of("M_MISSING_TOKEN"),
                        "No access token: it is empty or holds characters no token has",
                        Optional.empty()));
        assertThat(mock.server.getRequestCount()).isZero();
    }

    @Test
    void aSourceThatFailsIsAMissingToken() {
        // given
        var client = mock.client(
                () -> {
                    throw new IllegalStateException("read " + TOKEN);
                },
                Optional.empty(),
                CallTimeouts.DEFAULTS);

        // when
        Answer answer = client.send(WHO_AM_I, () -> true).join();

        // then
        assertThat(answer)
                .usingRecursiveComparison()
                .ignoringFields("sentWith")
                .isEqualTo(new Answer.Refusal(
                        401,
                        Optional.of("M_MISSING_TOKEN"),
                        "No access token: it could not be read: IllegalStateException",
                        Optional.empty()));
    }

    @Test
    void anAdminCallWithoutAnAdminTokenIsNotSent() {
        // given
        var client = mock.client(() -> TOKEN, Optional.empty(), CallTimeouts.DEFAULTS);

        // when
        Answer answer = client.send(DEACTIVATE, () -> true).join();

        // then
        assertThat(answer)
                .usingRecursiveComparison()
                .ignoringFields("sentWith")
                .isEqualTo(new Answer.Refusal(
                        401,
                        Optional.of("M_MISSING_TOKEN"),
                        "No access token: none is configured for this call",
                        Optional.empty()));
        assertThat(mock.server.getRequestCount()).isZero();
    }
}
