package net.openmeet.matrix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import net.openmeet.matrix.config.ApiAccess;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.json.Json;

/** Asks a running instance. The token goes to the address that was configured and nowhere else: redirects aren't followed. */
final class ApiClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** A difference is read from the homeserver, and may be asked of another instance. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int MOST_AGAIN = 5;

    private final ApiAccess access;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    ApiClient(ApiAccess access) {
        this.access = access;
    }

    /** The API didn't answer as was hoped. */
    static final class FailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int exitCode;
        private final String error;

        FailedException(int exitCode, String error, String message) {
            super(message);
            this.exitCode = exitCode;
            this.error = error;
        }

        int exitCode() {
            return exitCode;
        }

        /** Whether it is about what was asked alone: about something else one may ask. */
        boolean isOfThisAlone() {
            return switch (error) {
                case "unknown-lane", "unknown-member", "broken", "not-ready" -> true;
                default -> false;
            };
        }
    }

    /** What {@code path} shows.
     *
     * @throws FailedException if it shows nothing, for people
     */
    JsonNode get(String path) {
        HttpResponse<byte[]> response = send(path);
        for (int again = 0; again < MOST_AGAIN && isNotYet(response); again++) {
            LockSupport.parkNanos(AGAIN.toNanos());
            response = send(path);
        }
        JsonNode body = json(response);
        if (response.statusCode() == 200) {
            return body;
        }
        String error = body.path("error").asText("no-instance");
        String detail = body.path("detail").asText("the answer is none of an instance's");
        throw new FailedException(
                response.statusCode() < 500 ? ExitCodes.USAGE : ExitCodes.FAILED,
                error,
                Terminal.safe(detail) + " (" + response.statusCode() + " " + Terminal.safe(error) + " from "
                        + access.url() + ")" + advice(error));
    }

    /** While tasks are given out, or others are looked at. */
    private static boolean isNotYet(HttpResponse<byte[]> response) {
        return response.statusCode() == 503
                && json(response).path("error").asText().equals("not-ready");
    }

    private static String advice(String error) {
        return switch (error) {
            case "no-token", "wrong-token" ->
                ". Set OPENMEET_API_TOKEN, or OPENMEET_API_TOKEN_FILE, to the instances' token";
            default -> "";
        };
    }

    private HttpResponse<byte[]> send(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(access.url() + path)).timeout(PATIENCE);
        access.token().map(Secret::read).ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new FailedException(
                    ExitCodes.FAILED,
                    "unreachable",
                    "No instance answers at " + access.url() + " ("
                            + e.getClass().getSimpleName() + "): is one running, and is " + ApiAccess.URL
                            + " or --api its address?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException(ExitCodes.FAILED, "unreachable", "Interrupted");
        }
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return Json.read(response.body(), JsonNode.class);
        } catch (UncheckedIOException e) {
            return Json.mapper().missingNode();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
