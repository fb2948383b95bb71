package net.openmeet.matrix.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.openmeet.matrix.json.Json;

/**
 * Where the homeserver reaches OpenMeet's own integration: asked for an alias that leads nowhere it makes a room, and told that somebody
 * joined it writes the levels of all. Whatever else it is asked it answers with 200, as OpenMeet does.
 */
final class OpenMeetListener implements AutoCloseable {
    private static final String ALIASES = "/_matrix/app/v1/rooms/";
    private static final String TRANSACTIONS = "/_matrix/app/v1/transactions/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Runnable> rooms = new ConcurrentHashMap<>();
    private final Map<String, Runnable> joins = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> joined = new CopyOnWriteArrayList<>();

    OpenMeetListener() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What it does when asked for an alias with this localpart. */
    void knows(String localpart, Runnable makesIt) {
        rooms.put(localpart, makesIt);
    }

    /** What it does when somebody joins this room. */
    void onJoin(String room, Runnable reaction) {
        joins.put(room, reaction);
    }

    /** The localparts of the aliases it was asked for. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Who it was told has joined, and where: {@code room user}. */
    List<String> joined() {
        return List.copyOf(joined);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            if (path.startsWith(ALIASES)) {
                String alias = URLDecoder.decode(path.substring(ALIASES.length()), StandardCharsets.UTF_8);
                String localpart = alias.substring(1, alias.indexOf(':'));
                asked.add(localpart);
                rooms.getOrDefault(localpart, () -> {}).run();
            } else if (path.startsWith(TRANSACTIONS)) {
                Json.read(exchange.getRequestBody().readAllBytes(), JsonNode.class)
                        .path("events")
                        .forEach(this::happened);
            }
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void happened(JsonNode event) {
        String sender = event.path("sender").asText();
        boolean joins = event.path("content").path("membership").asText().equals("join")
                && sender.equals(event.path("state_key").asText())
                && !sender.contains("openmeet-bot");
        if (joins) {
            String room = event.path("room_id").asText();
            joined.add(room + " " + sender);
            this.joins.getOrDefault(room, () -> {}).run();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
