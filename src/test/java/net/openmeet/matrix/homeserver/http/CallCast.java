package net.openmeet.matrix.homeserver.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import net.openmeet.matrix.fixture.SharedSecretRegistration;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.CallListener;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcomes;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;

/** Sends calls to the homeserver a contract is about. Names are fresh each time: tests share one homeserver. */
final class CallCast implements AutoCloseable {
    private final HttpTransport transport = new HttpTransport(8);
    private final URI baseUrl;
    private final String asToken;
    private final SharedSecretRegistration registration;
    private final String adminToken;
    final UserId bot;

    CallCast(URI baseUrl, String asToken, UserId bot, String registrationSecret) {
        this.baseUrl = baseUrl;
        this.asToken = asToken;
        this.bot = bot;
        this.registration = SharedSecretRegistration.at(baseUrl, registrationSecret);
        this.adminToken = registration.register(fresh("admin"), "secret", true).accessToken();
    }

    /** What {@code call} comes to. */
    Outcome send(MatrixCall call) {
        return send(call, asToken, adminToken);
    }

    Outcome send(MatrixCall call, String appservice, String admin) {
        return send(call, new ConfiguredBearers("t", bot.server(), () -> appservice, Optional.of(() -> admin)));
    }

    /** What {@code call}, sent with these tokens, comes to. */
    Outcome send(MatrixCall call, Bearers bearers) {
        var settings = new HttpSettings("t", baseUrl, bot, bearers, CallTimeouts.DEFAULTS);
        var homeserver = new OkHttpHomeserver(transport, settings, CallListener.NONE);
        return Outcomes.classify(call, homeserver.send(call, () -> true).join());
    }

    /** What {@code call}, which must work, shows. */
    Seen see(MatrixCall call) {
        return switch (send(call)) {
            case Outcome.Applied applied -> applied.seen();
            case Outcome other -> throw new AssertionError(call + " came to " + other);
        };
    }

    Outcome sendWithWrongTokens(MatrixCall call) {
        return send(call, "wrong", "wrong");
    }

    /** With the application service's token where an admin's is asked for. */
    Outcome sendAsNoAdmin(MatrixCall call) {
        return send(call, asToken, asToken);
    }

    /** A fresh account. */
    UserId person() {
        UserId user = stranger();
        see(new MatrixCall.Register(user));
        return user;
    }

    /** A fresh account that has a password, and is nothing to the application service. */
    UserId withPassword(String password) {
        return UserId.parse(
                registration.register(fresh("user"), password, false).userId());
    }

    /** A fresh name without an account. */
    UserId stranger() {
        return new UserId(fresh("om_person"), bot.server());
    }

    RoomAlias alias() {
        return new RoomAlias(fresh("event"), bot.server());
    }

    RoomId room(JoinRule rule) {
        return room(creation(alias(), rule, "11", Map.of(), List.of()));
    }

    RoomId room(MatrixCall.CreateRoom creation) {
        return switch (see(creation)) {
            case Seen.RoomMade made -> made.room();
            case Seen other -> throw new AssertionError("not a room: " + other);
        };
    }

    MatrixCall.CreateRoom creation(
            RoomAlias alias, JoinRule rule, String version, Map<UserId, Integer> levels, List<UserId> invite) {
        return new MatrixCall.CreateRoom(
                alias, "A name", "A topic", rule, rule == JoinRule.PUBLIC, version, "t/event/1", levels, 50, invite);
    }

    void ban(RoomId room, UserId user) {
        String path = "/_matrix/client/v3/rooms/" + room.value().replace("!", "%21") + "/ban";
        asIs(asToken, "POST", path, "{\"user_id\":\"" + user + "\"}");
    }

    void suspend(UserId user) {
        asIs(adminToken, "PUT", "/_synapse/admin/v1/suspend/" + user, "{\"suspend\":true}");
    }

    void lock(UserId user) {
        asIs(adminToken, "PUT", "/_synapse/admin/v2/users/" + user, "{\"locked\":true}");
    }

    private void asIs(String token, String method, String path, String body) {
        var request = HttpRequest.newBuilder(baseUrl.resolve(path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String fresh(String prefix) {
        return prefix + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    }

    @Override
    public void close() {
        transport.close();
    }
}
