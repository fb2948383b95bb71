package net.openmeet.matrix.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.openmeet.matrix.json.Json;

/**
 * What the API answers: always JSON.
 *
 * @param retryAfter in seconds, where it may be asked again
 */
record Answer(int status, String json, Optional<Integer> retryAfter) {

    /** Every answer but a good one. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Refusal(String error, String detail) {}

    static Answer of(Object body) {
        return new Answer(200, written(body), Optional.empty());
    }

    static Answer refusal(int status, String error, String detail, Optional<Integer> retryAfter) {
        return new Answer(status, written(new Refusal(error, detail)), retryAfter);
    }

    private static String written(Object body) {
        return new String(Json.write(body), StandardCharsets.UTF_8);
    }
}
