package net.openmeet.matrix.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.CallListener;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.homeserver.http.CallTimeouts;
import net.openmeet.matrix.homeserver.http.ConfiguredBearers;
import net.openmeet.matrix.homeserver.http.HttpSettings;
import net.openmeet.matrix.homeserver.http.HttpTransport;
import net.openmeet.matrix.homeserver.http.OkHttpHomeserver;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.simulator.SimulatorSettings;

/** What the two peers do with a domain event: the call that the service makes of it, by the service's own transport. */
final class Joining implements AutoCloseable {
    private final Map<String, String> rooms;
    private final HttpTransport transport;
    private final OkHttpHomeserver homeserver;

    /** @param args broker, homeserver, calls in flight at the most */
    Joining(String[] args) {
        rooms = RoomIds.read(args[0]);
        transport = new HttpTransport(Integer.parseInt(args[2]));
        homeserver = new OkHttpHomeserver(
                transport,
                new HttpSettings(
                        World.TENANT,
                        URI.create(args[1]),
                        World.BOT,
                        new ConfiguredBearers(
                                World.TENANT,
                                World.BOT.server(),
                                () -> SimulatorSettings.usual()
                                        .appservices()
                                        .getFirst()
                                        .asToken(),
                                Optional.empty()),
                        CallTimeouts.DEFAULTS),
                CallListener.NONE);
    }

    /** Makes the person of a membership event join; what else there is in the topic is no call. */
    void call(String key, String event) {
        try {
            JsonNode json = Json.mapper().readTree(event);
            if (!json.path("type").asText().equals("net.openmeet.event.attendee.added")) {
                return;
            }
            String slug = json.path("data").path("user").path("slug").asText();
            CompletableFuture<Answer> answer = homeserver.send(
                    new MatrixCall.Join(
                            RoomId.of(Objects.requireNonNull(rooms.get(key), key)),
                            new UserId(slug + "_" + World.TENANT, World.BOT.server())),
                    () -> true);
            if (!(answer.join() instanceof Answer.Good)) {
                throw new IllegalStateException("Expected a join, but got " + answer.join());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
