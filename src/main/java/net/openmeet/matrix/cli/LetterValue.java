package net.openmeet.matrix.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.json.Json;
import org.jspecify.annotations.Nullable;

/** What a letter's value holds, for people. */
final class LetterValue {
    private static final int LINES = 200;
    private static final int TEXT = 2_000;

    private LetterValue() {}

    /** The value as JSON, if it is JSON. */
    static Optional<JsonNode> json(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readTree(value)).filter(node -> !node.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The event's data where the value is a whole CloudEvent, else all of it. */
    static JsonNode data(JsonNode value) {
        return value.has("specversion") && value.has("data") ? value.get("data") : value;
    }

    /** Indented lines, each safe for a terminal, and not without end. */
    static List<String> lines(JsonNode json) {
        try {
            List<String> lines = Json.mapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(json)
                    .lines()
                    .map(Terminal::safe)
                    .toList();
            return lines.size() <= LINES ? lines : cut(lines);
        } catch (JsonProcessingException e) {
            return List.of("(can't be written: " + Terminal.safe(String.valueOf(e.getOriginalMessage())) + ")");
        }
    }

    /** What isn't JSON, as text. */
    static String text(byte @Nullable [] value) {
        if (value == null) {
            return "(none: null)";
        }
        String text = new String(value, StandardCharsets.UTF_8);
        return text.length() <= TEXT ? text : text.substring(0, TEXT) + " … (--value writes all)";
    }

    private static List<String> cut(List<String> lines) {
        return Stream.concat(
                        lines.stream().limit(LINES),
                        Stream.of("… " + (lines.size() - LINES) + " more lines: --value writes all"))
                .toList();
    }
}
