package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reading and writing request and answer bodies, with Synapse's words for what is not JSON. */
final class Json {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Any JSON, or the text itself where it is none, as on an HTML error page. */
    static JsonNode read(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException notJson) {
            return MAPPER.getNodeFactory().textNode(new String(body, StandardCharsets.UTF_8));
        }
    }

    static JsonNode read(String json) {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode readObject(byte[] body) {
        JsonNode read;
        try {
            read = MAPPER.readTree(body);
        } catch (IOException notJson) {
            throw notJson();
        }
        if (read.isMissingNode()) {
            throw notJson();
        }
        if (!(read instanceof ObjectNode object)) {
            throw MatrixError.badJson("Content must be a JSON object.");
        }
        return object;
    }

    private static MatrixError notJson() {
        return new MatrixError(400, "M_NOT_JSON", "Content not JSON.");
    }

    static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always writable", e);
        }
    }
}
