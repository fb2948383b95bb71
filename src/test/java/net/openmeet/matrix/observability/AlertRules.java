package net.openmeet.matrix.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What is written in {@code docker/prometheus}. */
public final class AlertRules {
    public static final Path FOLDER = Path.of("docker/prometheus");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** A case of promtool: which alert is looked for, and whether it is to fire. */
    record Case(String name, String alert, boolean fires) {}

    private AlertRules() {}

    /** The files of a folder below, whose names end with {@code .yml}. */
    public static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All rules, records and alerts. */
    public static List<JsonNode> all() {
        return files("rules").stream()
                .flatMap(file -> parts(read(file).path("groups")))
                .flatMap(group -> parts(group.path("rules")))
                .toList();
    }

    static List<JsonNode> alerts() {
        return all().stream().filter(rule -> rule.has("alert")).toList();
    }

    static List<Case> cases() {
        return files("tests").stream()
                .flatMap(file -> parts(read(file).path("tests")))
                .flatMap(test -> parts(test.path("alert_rule_test"))
                        .map(asked -> new Case(
                                test.path("name").asText(),
                                asked.path("alertname").asText(),
                                !asked.path("exp_alerts").isEmpty())))
                .toList();
    }

    public static Stream<JsonNode> parts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }
}
