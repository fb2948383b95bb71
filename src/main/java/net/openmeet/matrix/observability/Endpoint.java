package net.openmeet.matrix.observability;

import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.streams.KafkaStreams;

/** The HTTP port: metrics and health for machines that watch, and the API. */
public final class Endpoint implements AutoCloseable {
    private final WebServer server;

    private record Health(String state) {}

    private Endpoint(WebServer server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param port 0 takes any free one
     * @param api what else is answered there
     */
    public static Endpoint start(
            int port, PrometheusMeterRegistry registry, Supplier<KafkaStreams.State> state, HttpService api) {
        HttpRouting.Builder routes = HttpRouting.builder()
                .register(api)
                .get(
                        "/metrics",
                        (request, response) -> response.header(
                                        "Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                                .send(registry.scrape()))
                .get("/health/live", (request, response) -> answer(response, isAlive(state.get()), state.get()))
                .get("/health/ready", (request, response) -> answer(response, isReady(state.get()), state.get()))
                .get("/health", (request, response) -> answer(response, isAlive(state.get()), state.get()));
        return new Endpoint(WebServer.builder()
                .port(port)
                .shutdownHook(false)
                .addRouting(routes)
                .build()
                .start());
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    /** False only when nothing but a restart helps. */
    private static boolean isAlive(KafkaStreams.State state) {
        return switch (state) {
            case CREATED, REBALANCING, RUNNING, PENDING_SHUTDOWN -> true;
            case NOT_RUNNING, PENDING_ERROR, ERROR -> false;
        };
    }

    private static boolean isReady(KafkaStreams.State state) {
        return state == KafkaStreams.State.RUNNING;
    }

    private static void answer(ServerResponse response, boolean good, KafkaStreams.State state) {
        response.status(good ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                .header("Content-Type", "application/json")
                .send(Json.write(new Health(state.name())));
    }
}
