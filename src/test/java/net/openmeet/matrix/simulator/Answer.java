package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A complete answer: status, JSON body and headers beyond the usual ones. */
record Answer(int status, JsonNode body, Map<String, String> headers) {
    Answer(int status, JsonNode body) {
        this(status, body, Map.of());
    }

    static Answer ok(JsonNode body) {
        return new Answer(200, body);
    }

    static Answer ok() {
        return ok(Json.object());
    }
}
