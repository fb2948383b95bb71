package net.openmeet.matrix.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.config.HostPort;
import net.openmeet.matrix.config.Http;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.execution.Duty;
import net.openmeet.matrix.execution.Lease;
import net.openmeet.matrix.execution.Rehearsals;
import net.openmeet.matrix.execution.Standing;
import net.openmeet.matrix.execution.Tenant;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.observability.Endpoint;
import net.openmeet.matrix.observability.Health;
import net.openmeet.matrix.observability.Meters;
import net.openmeet.matrix.observability.RestoreProgress;
import org.apache.kafka.streams.KafkaStreams;

/** The HTTP side of an instance, on a port of its own. */
public final class Instance implements AutoCloseable {
    /** What it asks for. */
    public static final String TOKEN = "let-me-in-9d2f";

    private final HttpClient http = HttpClient.newHttpClient();
    private final LaneApi lanes;
    private final Endpoint endpoint;

    private Instance(Http settings, LanePlaces places, Function<String, Optional<Tenant>> tenants) {
        lanes = new LaneApi(
                settings,
                places,
                tenants,
                new Rehearsals(
                        new Duty(Lease.Terms.of(Duration.ofSeconds(30), Duration.ofSeconds(3))),
                        tenant -> Standing.first()));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Health health = new Health(
                () -> KafkaStreams.State.RUNNING,
                new RestoreProgress(registry, InstantSource.system()),
                List.of(),
                new Meters(registry));
        endpoint = Endpoint.start(0, registry, health, new Routes(lanes));
    }

    /** One with {@link #TOKEN}. */
    public static Instance start(LanePlaces places, Function<String, Optional<Tenant>> tenants, HostPort... peers) {
        return start(Optional.of(Secret.of(TOKEN)), places, tenants, peers);
    }

    /** One with any token, or none. */
    public static Instance start(
            Optional<Secret> token, LanePlaces places, Function<String, Optional<Tenant>> tenants, HostPort... peers) {
        return new Instance(new Http(0, token, Optional.empty(), List.of(peers)), places, tenants);
    }

    /** Where it listens. */
    public HostPort address() {
        return new HostPort("127.0.0.1", endpoint.port());
    }

    /** Asks with the right token. */
    Reply get(String path) {
        return get(path, "Bearer " + TOKEN);
    }

    /** Asks with any header, or with none. */
    Reply get(String path, String authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + address() + path)).timeout(Duration.ofSeconds(20));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            return new Reply(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it answered. */
    record Reply(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            return Json.read(response.body(), JsonNode.class);
        }

        /** A value in it, as text. */
        String at(String pointer) {
            return json().at(pointer).asText();
        }

        /** Status and error word. */
        String refusal() {
            return status() + " " + at("/error");
        }
    }

    @Override
    public void close() {
        endpoint.close();
        lanes.close();
        http.close();
    }
}
