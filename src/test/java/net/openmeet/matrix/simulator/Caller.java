package net.openmeet.matrix.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Somebody who sends requests: plain HTTP and bodies as text, so that nothing of the service's own client is believed.
 *
 * @param id who the homeserver takes it for
 * @param token absent for nobody
 * @param masquerade the {@code user_id} parameter, if one is sent
 */
record Caller(URI baseUrl, String id, Optional<String> token, Optional<String> masquerade) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String CLIENT = "/_matrix/client/v3";
    private static final String ADMIN = "/_synapse/admin";

    Reply get(String... path) {
        return send("GET", CLIENT + encoded(path), Optional.empty());
    }

    Reply put(String body, String... path) {
        return send("PUT", CLIENT + encoded(path), Optional.of(body));
    }

    Reply post(String body, String... path) {
        return send("POST", CLIENT + encoded(path), Optional.of(body));
    }

    Reply delete(String... path) {
        return send("DELETE", CLIENT + encoded(path), Optional.empty());
    }

    /** A GET with a query, which is sent as it is given. */
    Reply getWith(String query, String... path) {
        return send("GET", CLIENT + encoded(path) + "?" + query, Optional.empty());
    }

    Reply adminGet(String... path) {
        return send("GET", ADMIN + encoded(path), Optional.empty());
    }

    Reply adminPut(String body, String... path) {
        return send("PUT", ADMIN + encoded(path), Optional.of(body));
    }

    Reply adminPost(String body, String... path) {
        return send("POST", ADMIN + encoded(path), Optional.of(body));
    }

    /** A request to any path. */
    Reply send(String method, String target, Optional<String> body) {
        String query = masquerade
                .map(user -> (target.contains("?") ? "&" : "?") + "user_id=" + encode(user))
                .orElse("");
        HttpRequest.Builder request = HttpRequest.newBuilder(baseUrl.resolve(target + query))
                .timeout(Duration.ofSeconds(30))
                .method(method, body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(
                    response.statusCode(),
                    Json.read(response.body()),
                    response.headers().firstValue("Retry-After"));
        } catch (IOException e) {
            throw new AssertionError("no answer to " + method + " " + target, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String encoded(String... path) {
        return Arrays.stream(path).map(Caller::encode).collect(Collectors.joining("/", "/", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
