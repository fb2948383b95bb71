package net.openmeet.matrix.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.openmeet.matrix.json.Json;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose-dev.yml} as compose reads it: anchors merged, and {@code ${NAME:-default}} replaced. */
record ComposeFile(JsonNode root) {
    static final Path FOLDER = Path.of("docker");
    static final Path FILE = FOLDER.resolve("docker-compose-dev.yml");

    /** With a colon an empty variable takes the default, too. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(:?)-([^}]*)}");

    /** As it is with this {@code .env}. */
    static ComposeFile with(Map<String, String> variables) {
        return new ComposeFile(replaced(of(text()).root(), variables));
    }

    /** What stands in a text, nothing replaced. */
    static ComposeFile of(String yaml) {
        Object parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new ComposeFile(Json.mapper().valueToTree(parsed));
    }

    /** Compose replaces in values, once the YAML is parsed: what they hold needs no quotes. */
    private static JsonNode replaced(JsonNode node, Map<String, String> variables) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(replaced(entry.getValue(), variables)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, replaced(array.get(i), variables));
            }
        } else if (node.isTextual()) {
            return TextNode.valueOf(VARIABLE.matcher(node.asText()).replaceAll(found -> value(found, variables)));
        }
        return node;
    }

    private static String value(MatchResult found, Map<String, String> variables) {
        String given = variables.get(found.group(1));
        boolean counts = given != null && (found.group(2).isEmpty() || !given.isEmpty());
        return counts ? given : found.group(3);
    }

    /** The variables that it takes from {@code .env}. */
    static Set<String> asked() {
        Set<String> names = new TreeSet<>();
        VARIABLE.matcher(text()).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    /** What a service is; there must be one of that name. */
    JsonNode service(String name) {
        JsonNode service = root.path("services").path(name);
        if (service.isMissingNode()) {
            throw new AssertionError("no service " + name);
        }
        return service;
    }

    /** All services' names. */
    Set<String> services() {
        Set<String> names = new TreeSet<>();
        root.path("services").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What {@code service} waits for of {@code other}. */
    String condition(String service, String other) {
        return service(service).path("depends_on").path(other).path("condition").asText();
    }

    /** The environment of a service's container. */
    Map<String, String> environment(String service) {
        Map<String, String> environment = new TreeMap<>();
        service(service)
                .path("environment")
                .properties()
                .forEach(entry -> environment.put(
                        entry.getKey(),
                        entry.getValue().isNull() ? "" : entry.getValue().asText()));
        return environment;
    }

    private static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
