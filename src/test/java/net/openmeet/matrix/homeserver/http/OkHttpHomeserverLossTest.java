package net.openmeet.matrix.homeserver.http;

import static net.openmeet.matrix.homeserver.http.MockHomeserver.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.CallError;
import net.openmeet.matrix.homeserver.CallListener.Sender;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An answer is good or refused only if all of it was read; once writing began anything else is lost, before that it wasn't sent.
 * An attempt is one request, whatever the server says.
 */
class OkHttpHomeserverLossTest {
    private static final UserId USER = UserId.parse("@u:localhost.test");
    private static final RoomId ROOM = RoomId.of("!r:localhost.test");
    private static final MatrixCall JOIN = new MatrixCall.Join(ROOM, USER);
    private static final MatrixCall LOOKUP = new MatrixCall.LookupAlias(RoomAlias.parse("#a:localhost.test"));

    private final MockHomeserver mock = new MockHomeserver();

    @AfterEach
    void close() {
        mock.close();
    }

    @Test
    void aServerThatNeverAnswersIsLostAfterTheTimeout() {
        // given
        mock.server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());

        // when
        Answer answer = mock.client(MockHomeserver.SHORT).send(JOIN, () -> true).join();

        // then
        assertThat(answer).isEqualTo(new Answer.Lost("InterruptedIOException: timeout"));
        assertThat(mock.attempts).singleElement().satisfies(attempt -> {
            assertThat(attempt.status()).isEqualTo(OptionalInt.empty());
            assertThat(attempt.took()).isBetween(Duration.ofMillis(400), Duration.ofSeconds(10));
        });
    }

    @Test
    void anAnswerThatStallsHalfwayIsLostAfterTheTimeout() {
        // given
        mock.server.enqueue(new MockResponse.Builder()
                .body("{\"room_id\":\"!r:localhost.test\"}")
                .onResponseBody(SocketEffect.Stall.INSTANCE)
                .build());

        // when
        Answer answer =
                mock.client(MockHomeserver.SHORT).send(LOOKUP, () -> true).join();

        // then
        assertThat(answer).isInstanceOf(Answer.Lost.class);
    }

    @Test
    void aTrickleOfBytesDoesNotOutliveTheTimeout() {
        // given
        mock.server.enqueue(new MockResponse.Builder()
                .body(" ".repeat(10_000) + "{}")
                .throttleBody(1, 20, TimeUnit.MILLISECONDS)
                .build());

        // when
        Answer answer = mock.client(MockHomeserver.SHORT).send(JOIN, () -> true).join();

        // then
        assertThat(answer).isInstanceOf(Answer.Lost.class);
    }

    @Test
    void aConnectionResetAfterTheRequestIsLost() {
        // when
        Answer answer = mock.answer(
                JOIN,
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());

        // then
        assertThat(answer).isInstanceOf(Answer.Lost.class);
        assertThat(mock.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aTruncatedAnswerIsLostEvenIfItsStatusWasGood() {
        // when
        Answer answer = mock.answer(
                LOOKUP,
                new MockResponse.Builder()
                        .body("{\"room_id\":\"!r:localhost.test\"}" + " ".repeat(100_000))
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build());

        // then
        assertThat(answer).isInstanceOf(Answer.Lost.class);
    }

    @Test
    void aTruncatedRefusalIsLost() {
        // when
        Answer answer = mock.answer(
                LOOKUP,
                new MockResponse.Builder()
                        .code(404)
                        .body("{\"errcode\":\"M_NOT_FOUND\"}" + " ".repeat(100_000))
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build());

        // then
        assertThat(answer).isInstanceOf(Answer.Lost.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 500})
    void anAnswerOverOneMegabyteIsLost(int status) {
        // when
        Answer answer = mock.answer(LOOKUP, json(status, "{\"room_id\":\"" + "x".repeat(1 << 20) + "\"}"));

        // then
        assertThat(answer).isEqualTo(new Answer.Lost("IOException: too large: more than 1048576 bytes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>Welcome to our Wi-Fi</html>",
                "{\"room_id\":",
                "{}",
                "{\"room_id\":5}",
                "{\"room_id\":\"\"}",
                "{\"room_id\":\"!r:h\"}{}"
            })
    void aGoodStatusWithoutWhatWasAskedForIsLost(String body) {
        // when
        Answer answer = mock.answer(LOOKUP, json(200, body));

        // then
        assertThat(answer).isInstanceOf(Answer.Lost.class);
    }

    @Test
    void aWriteThatSomethingElseAnsweredIsLost() {
        // when
        Answer answer = mock.answer(JOIN, json(200, "<html>Welcome to our Wi-Fi</html>"));

        // then
        assertThat(answer).isInstanceOf(Answer.Lost.class);
    }

    @Test
    void aRefusedConnectionWasNotSent() throws IOException {
        // given
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        var client =
                mock.client(URI.create("http://127.0.0.1:" + free), () -> "x", Optional.empty(), CallTimeouts.DEFAULTS);

        // when
        Answer answer = client.send(JOIN, () -> true).join();

        // then
        assertThat(answer).isInstanceOf(Answer.NotSent.class);
        assertThat(answer.toString()).contains("ConnectException");
    }

    @Test
    void anUnknownHostWasNotSent() {
        // given
        var client = mock.client(
                URI.create("http://homeserver.invalid"), () -> "x", Optional.empty(), CallTimeouts.DEFAULTS);

        // when
        Answer answer = client.send(JOIN, () -> true).join();

        // then
        assertThat(answer).isInstanceOf(Answer.NotSent.class);
    }

    @Test
    void aFailedTlsHandshakeWasNotSent() {
        // given
        var client = mock.client(
                URI.create("https://127.0.0.1:" + mock.server.getPort()),
                () -> "x",
                Optional.empty(),
                new CallTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2)));

        // when
        Answer answer = client.send(JOIN, () -> true).join();

        // then
        assertThat(answer).isInstanceOf(Answer.NotSent.class);
    }

    @Test
    void theLeaseIsAskedOnceRightBeforeWriting() {
        // given
        var asked = new AtomicInteger();

        // when
        Answer answer = mock.answer(JOIN, json(200, "{}"), () -> asked.incrementAndGet() < 0);

        // then
        assertThat(answer).isEqualTo(new Answer.NotSent("IOException: this instance no longer owns the lane"));
        assertThat(asked).hasValue(1);
        assertThat(mock.server.getRequestCount()).isZero();
    }

    @Test
    void aLeaseThatThrowsIsNone() {
        // when
        Answer answer = mock.answer(JOIN, json(200, "{}"), () -> {
            throw new IllegalStateException("closed");
        });

        // then
        assertThat(answer).isInstanceOf(Answer.NotSent.class);
        assertThat(mock.server.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 401, 408, 421, 503})
    void nothingIsSentTwice(int status) {
        // given
        mock.server.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Location", "/elsewhere")
                .addHeader("Retry-After", "0")
                .addHeader("WWW-Authenticate", "Basic")
                .build());
        mock.server.enqueue(json(200, "{}"));

        // when
        Answer answer =
                mock.client(CallTimeouts.DEFAULTS).send(JOIN, () -> true).join();

        // then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refusal.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(status));
        assertThat(mock.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aProxysPageIsARefusalWithoutAnErrorCode() {
        // when
        Answer answer = mock.answer(
                JOIN,
                new MockResponse.Builder()
                        .status("HTTP/1.1 502 Bad Gateway")
                        .addHeader("Retry-After", "7")
                        .body("<html>502</html>")
                        .build());

        // then
        assertThat(answer)
                .usingRecursiveComparison()
                .ignoringFields("sentWith")
                .isEqualTo(
                        new Answer.Refusal(502, Optional.empty(), "Bad Gateway", Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    void aRefusalSaysWhatTheHomeserverSaid() {
        // when
        Answer answer = mock.answer(
                JOIN,
                json(
                        429,
                        "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too Many Requests\",\"retry_after_ms\":1500}"));

        // then
        assertThat(answer)
                .usingRecursiveComparison()
                .ignoringFields("sentWith")
                .isEqualTo(new Answer.Refusal(
                        429,
                        Optional.of("M_LIMIT_EXCEEDED"),
                        "Too Many Requests",
                        Optional.of(Duration.ofMillis(1500))));
    }

    @Test
    void moreCallsThanConnectionsAreKeptRunAtOnce() {
        // given
        int calls = 100;
        for (int i = 0; i < calls; i++) {
            mock.server.enqueue(new MockResponse.Builder()
                    .headersDelay(1, TimeUnit.SECONDS)
                    .body("{}")
                    .build());
        }
        var client = mock.client(CallTimeouts.DEFAULTS);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();

        // when
        for (int i = 0; i < calls; i++) {
            answers.add(client.send(JOIN, () -> true));
        }

        // then: one after the other they would take 100 s
        await().atMost(Duration.ofSeconds(20)).until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(new Answer.Good(new Seen.Done())));
    }

    @Test
    void connectionsAreUsedAgain() {
        // when
        for (int i = 0; i < 3; i++) {
            mock.answer(JOIN, json(i == 1 ? 403 : 200, "{}"));
        }

        // then
        mock.request();
        mock.request();
        assertThat(mock.request().getExchangeIndex()).isEqualTo(2);
    }

    @Test
    void closingEndsWhatIsInFlight() {
        // given
        mock.server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        var answer = mock.client(CallTimeouts.DEFAULTS).send(JOIN, () -> true);
        mock.request();

        // when
        mock.transport.close();

        // then
        assertThat(answer.join()).isInstanceOf(Answer.Lost.class);
    }

    @Test
    void theListenerHearsOfTheRouteWithoutIds() {
        // when
        mock.answer(JOIN, json(403, "{\"errcode\":\"M_BAD_STATE\",\"error\":\"x\"}"));

        // then
        assertThat(mock.attempts).singleElement().satisfies(attempt -> {
            assertThat(attempt.tenant()).isEqualTo("t");
            assertThat(attempt.route()).isEqualTo("POST /_matrix/client/v3/rooms/{room}/join");
            assertThat(attempt.sender()).isEqualTo(Sender.USER);
            assertThat(attempt.status()).hasValue(403);
            assertThat(attempt.errcode()).contains("M_BAD_STATE");
            assertThat(attempt.error()).contains(CallError.REFUSED);
        });
    }

    @Test
    void theListenerHearsWhatIsAnErrorToTheCallWhateverItsStatus() {
        // when
        mock.answer(LOOKUP, json(404, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}"));
        mock.answer(LOOKUP, json(429, "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"x\"}"));
        mock.answer(JOIN, json(401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"x\"}"));
        mock.answer(JOIN, json(500, "{\"errcode\":\"M_UNKNOWN\",\"error\":\"x\"}"));
        mock.answer(
                JOIN,
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());

        // then
        assertThat(mock.attempts)
                .extracting(attempt -> attempt.error().map(CallError::word).orElse("none"))
                .containsExactly("none", "rate-limited", "credential", "server-error", "unreachable");
    }

    @Test
    void aRequestThatThisInstanceHeldBackIsNoErrorOfTheHomeserver() {
        // when
        Answer answer =
                mock.client(MockHomeserver.SHORT).send(JOIN, () -> false).join();

        // then
        assertThat(answer).isInstanceOf(Answer.NotSent.class);
        assertThat(mock.attempts)
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.error()).isEmpty());
    }

    @Test
    void anErrorCodeThatIsNoneIsLeftOut() {
        // when
        Answer answer = mock.answer(JOIN, json(403, "{\"errcode\":\"it is !r:localhost.test\",\"error\":5}"));

        // then
        assertThat(answer)
                .usingRecursiveComparison()
                .ignoringFields("sentWith")
                .isEqualTo(new Answer.Refusal(403, Optional.empty(), "5", Optional.empty()));
    }
}
