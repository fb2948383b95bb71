package net.openmeet.matrix.observability;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.openmeet.matrix.json.Json;

/** What is written in {@code docker/grafana}. */
public final class Dashboards {
    public static final Path FOLDER = Path.of("docker/grafana/dashboards");

    private Dashboards() {}

    /** All of them, by the names of their files. */
    public static List<JsonNode> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(Dashboards::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What shows something; rows are only headings. */
    public static List<JsonNode> panels(JsonNode dashboard) {
        return AlertRules.parts(dashboard.path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    /** A panel's queries, with variables in them. */
    public static List<String> queries(JsonNode panel) {
        return AlertRules.parts(panel.path("targets"))
                .map(target -> target.path("expr").asText())
                .toList();
    }

    private static JsonNode read(Path file) {
        try {
            return Json.mapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }
}
