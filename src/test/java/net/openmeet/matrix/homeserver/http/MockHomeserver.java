package net.openmeet.matrix.homeserver.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.CallListener.Attempt;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.UserId;

/** A homeserver that answers what it is told, byte by byte, and the adapter that talks to it. */
final class MockHomeserver implements AutoCloseable {
    static final UserId BOT = UserId.parse("@openmeet-bot:localhost.test");
    static final String TOKEN = "syt_b3Blbm1lZXQ_secretsecretsecret_1";
    static final String ADMIN_TOKEN = "mat_adminadminadminadmin_2";
    static final CallTimeouts SHORT =
            new CallTimeouts(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500));

    final MockWebServer server = new MockWebServer();
    final HttpTransport transport = new HttpTransport(8);
    final List<Attempt> attempts = new CopyOnWriteArrayList<>();

    MockHomeserver() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OkHttpHomeserver client(CallTimeouts timeouts) {
        return client(() -> TOKEN, Optional.of(() -> ADMIN_TOKEN), timeouts);
    }

    OkHttpHomeserver client(TokenSource appservice, Optional<TokenSource> admin, CallTimeouts timeouts) {
        return client(URI.create(server.url("/").toString()), appservice, admin, timeouts);
    }

    OkHttpHomeserver client(URI baseUrl, TokenSource appservice, Optional<TokenSource> admin, CallTimeouts timeouts) {
        return client(baseUrl, new ConfiguredBearers("t", BOT.server(), appservice, admin), timeouts);
    }

    OkHttpHomeserver client(Bearers bearers) {
        return client(URI.create(server.url("/").toString()), bearers, CallTimeouts.DEFAULTS);
    }

    private OkHttpHomeserver client(URI baseUrl, Bearers bearers, CallTimeouts timeouts) {
        var settings = new HttpSettings("t", baseUrl, BOT, bearers, timeouts);
        return new OkHttpHomeserver(transport, settings, attempts::add);
    }

    /** Sends {@code call}, which is answered {@code response}. */
    Answer answer(MatrixCall call, MockResponse response) {
        return answer(call, response, () -> true);
    }

    Answer answer(MatrixCall call, MockResponse response, BooleanSupplier lease) {
        server.enqueue(response);
        return client(CallTimeouts.DEFAULTS).send(call, lease).join();
    }

    RecordedRequest request() {
        try {
            RecordedRequest request = server.takeRequest(10, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no request came");
            }
            return request;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    @Override
    public void close() {
        transport.close();
        server.close();
    }
}
