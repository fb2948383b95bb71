package net.openmeet.matrix.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.config.HostPort;

/**
 * Passes a question on to the instance that has its lane. Whoever writes to the consumer group can say that they have it: so only
 * instances that are configured are asked, and given the token. Safe for any thread.
 */
final class Peers implements AutoCloseable {
    /** Marks a question that was passed on: it isn't again. */
    static final String FORWARDED = "X-OpenMeet-Forwarded";

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final long MOST_BYTES = 16L << 20;

    private final Set<HostPort> known;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    Peers(Collection<HostPort> known) {
        this.known = Set.copyOf(known);
    }

    /** What {@code owner} answers.
     *
     * @throws RefusedException if it isn't one to ask, or doesn't answer
     */
    Answer ask(HostPort owner, Question question, String token, Duration patience) {
        if (!known.contains(owner)) {
            throw RefusedException.of(
                    503,
                    "unknown-peer",
                    question.lane() + " is on the instance " + owner
                            + ", which is not in http.peers (OPENMEET_HTTP_PEERS) of this one: add it, or ask that one");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + owner + question.path()))
                .timeout(patience)
                .header("Authorization", "Bearer " + token)
                .header(FORWARDED, "1")
                .build();
        try {
            return answer(owner, http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES)));
        } catch (IOException e) {
            throw RefusedException.of(
                    502,
                    "peer-unreachable",
                    "the instance " + owner + ", which has " + question.lane() + ", doesn't answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RefusedException.notYet("this instance is stopping");
        }
    }

    private static Answer answer(HostPort owner, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            throw RefusedException.of(
                    502,
                    "peer-refused",
                    "the instance " + owner + " refuses the token of this one: all need the same http.api-token");
        }
        if (status < 200 || (status > 299 && status < 400)) {
            throw RefusedException.of(502, "peer-unreachable", owner + " answers " + status + ", as no instance does");
        }
        return new Answer(
                status,
                response.body(),
                response.headers().firstValue("Retry-After").flatMap(Peers::seconds));
    }

    private static Optional<Integer> seconds(String text) {
        return text.matches("\\d{1,4}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
