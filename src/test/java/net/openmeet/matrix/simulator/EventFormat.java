package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What Synapse refuses in an event before it asks whether the sender may send it. */
final class EventFormat {
    private static final int MOST_BYTES = 65_536; // Matrix spec, size limits
    private static final int MOST_KEY_CHARACTERS = 255;
    /** Bytes of signatures, hashes and references around the content, as seen on Synapse. */
    private static final int ENVELOPE_BYTES = 600;

    private static final long LARGEST_INTEGER = (1L << 53) - 1;

    private EventFormat() {}

    static void require(String type, Optional<String> stateKey, ObjectNode content) {
        switch (type) {
            case "m.room.name" -> requireText(content, "name");
            case "m.room.topic" -> requireText(content, "topic");
            case "m.room.message" -> {
                requireText(content, "body");
                requireText(content, "msgtype");
            }
            default -> {
                // anything goes
            }
        }
        requireCanonicalNumbers(content);
        if (type.equals("m.room.power_levels")) {
            requireIntegerLevels(content);
        }
        requireSize(type, stateKey, content);
    }

    private static void requireText(JsonNode content, String field) {
        if (!content.has(field)) {
            throw MatrixError.unknown(400, "'" + field + "' not in content");
        }
        if (!content.path(field).isTextual()) {
            throw MatrixError.unknown(400, "'" + field + "' not a string type");
        }
    }

    private static void requireCanonicalNumbers(JsonNode node) {
        if (node.isFloatingPointNumber()) {
            throw MatrixError.badJson("Bad JSON value: float");
        }
        boolean outOfRange = node.isBigInteger() || (node.isLong() && Math.abs(node.asLong()) > LARGEST_INTEGER);
        if (outOfRange) {
            throw MatrixError.badJson("JSON integer out of range");
        }
        node.forEach(EventFormat::requireCanonicalNumbers);
    }

    private static void requireIntegerLevels(JsonNode content) {
        for (String name : List.of("ban", "events_default", "invite", "kick", "redact", "state_default")) {
            requireInteger(name, content.path(name));
        }
        requireInteger("users_default", content.path("users_default"));
        for (String group : List.of("events", "notifications", "users")) {
            JsonNode levels = content.path(group);
            if (!levels.isMissingNode() && !levels.isObject()) {
                throw MatrixError.badJson("\"" + group + "\": " + quoted(levels) + " is not of type 'object'");
            }
            levels.properties().forEach(level -> requireInteger(level.getKey(), level.getValue()));
        }
    }

    private static void requireInteger(String name, JsonNode level) {
        if (!level.isMissingNode() && !level.isIntegralNumber()) {
            throw MatrixError.badJson("\"" + name + "\": " + quoted(level) + " is not of type 'integer'");
        }
    }

    private static String quoted(JsonNode value) {
        return value.isTextual() ? "'" + value.asText() + "'" : value.toString();
    }

    private static void requireSize(String type, Optional<String> stateKey, ObjectNode content) {
        byte[] bytes = Json.write(content);
        if (hasLoneSurrogate(content)) {
            throw MatrixError.internal();
        }
        if (bytes.length + ENVELOPE_BYTES > MOST_BYTES) {
            throw MatrixError.tooLarge("event too large");
        }
        if (stateKey.filter(key -> key.codePointCount(0, key.length()) > MOST_KEY_CHARACTERS)
                .isPresent()) {
            throw MatrixError.tooLarge("'state_key' too large");
        }
        if (type.length() > MOST_KEY_CHARACTERS) {
            throw MatrixError.tooLarge("'type' too large");
        }
    }

    private static boolean hasLoneSurrogate(JsonNode node) {
        if (node.isTextual()) {
            return node.asText().codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        }
        for (JsonNode child : node) {
            if (hasLoneSurrogate(child)) {
                return true;
            }
        }
        return false;
    }
}
