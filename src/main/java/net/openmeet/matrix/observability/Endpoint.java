package net.openmeet.matrix.observability;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import net.openmeet.matrix.json.Json;

/** The HTTP port: metrics and health for machines that watch, and the API. */
public final class Endpoint implements AutoCloseable {
    private final WebServer server;

    /** For machines: what they act on, and what a person wants to know next. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record Probe(String state, Optional<HealthReport.Restoring> restoring) {}

    private Endpoint(WebServer server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param port 0 takes any free one
     * @param api what else is answered there
     */
    public static Endpoint start(int port, PrometheusMeterRegistry registry, Health health, HttpService api) {
        HttpRouting.Builder routes = HttpRouting.builder()
                .register(api)
                .get(
                        "/metrics",
                        (request, response) -> response.header(
                                        "Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                                .send(registry.scrape()))
                .get("/health/live", (request, response) -> answer(response, health.isLive(), probe(health)))
                .get("/health/ready", (request, response) -> answer(response, health.isReady(), probe(health)))
                .get("/health", (request, response) -> answer(response, health.isLive(), health.report()));
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

    private static Probe probe(Health health) {
        return new Probe(health.state(), health.restoring());
    }

    private static void answer(ServerResponse response, boolean good, Object content) {
        response.status(good ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                .header("Content-Type", "application/json")
                .header("Cache-Control", "no-store")
                .send(Json.write(content));
    }
}
