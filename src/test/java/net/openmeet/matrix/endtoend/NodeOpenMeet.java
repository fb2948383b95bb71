package net.openmeet.matrix.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.openmeet.matrix.fixture.NodePackage;
import net.openmeet.matrix.fixture.NodeRun;

/** An OpenMeet that runs in Node.js, on what {@code docs/publishing} gives it and a database of its own. */
final class NodeOpenMeet implements AutoCloseable {
    private final NodePackage node = NodePackage.orSkip();
    private final NodeRun database = node.run("database", Map.of());

    /** Starts relay and read-back, and returns when they run. */
    NodeRun startApi(Harness harness) {
        NodeRun api = node.run("api", environment(harness, 0));
        api.firstLine();
        return api;
    }

    /** Runs a scenario with ids from this one on. */
    NodeRun start(String scenario, Harness harness, int firstId) {
        return node.run(scenario, environment(harness, firstId));
    }

    /** The same to its good end. */
    void run(String scenario, Harness harness, int firstId) {
        try (NodeRun run = start(scenario, harness, firstId)) {
            run.end();
        }
    }

    /** By subject: what OpenMeet's table has of the tenant, nothing where something is gone. */
    Map<String, Optional<JsonNode>> told(Harness harness) {
        return start("told", harness, 0).end().stream()
                .filter(row -> row.path("subject").asText().startsWith(OneService.NODE + "/"))
                .collect(Collectors.toMap(
                        row -> row.path("subject").asText(),
                        row -> Optional.of(row.path("news")).filter(news -> !news.isNull())));
    }

    /** Where its producer puts keys. */
    List<Integer> partitions(List<String> keys) {
        List<String> lines =
                keys.stream().map(key -> TextNode.valueOf(key).toString()).toList();
        return node.run("partitions", lines).end().stream().map(JsonNode::asInt).toList();
    }

    /** The words that its types allow. */
    JsonNode words() {
        return node.run("words", Map.of()).end().getFirst();
    }

    @Override
    public void close() {
        database.close();
    }

    private Map<String, String> environment(Harness harness, int firstId) {
        return Map.of(
                "DATABASE_URL", database.firstLine().path("url").asText(),
                "KAFKA_BOOTSTRAP_SERVERS", harness.kafka().bootstrapServers(),
                "TENANT", OneService.NODE,
                "FIRST_ID", Integer.toString(firstId));
    }
}
