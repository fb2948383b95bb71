package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * An answer as it came over the wire, and what a contract says of it.
 *
 * @param retryAfter the header, in seconds
 */
record Reply(int status, JsonNode body, Optional<String> retryAfter) {
    Reply isOk() {
        assertThat(status).as("status of %s", body).isEqualTo(200);
        return this;
    }

    /** Success whose body is exactly {@code {}}. */
    void isEmptyOk() {
        assertThat(isOk().body()).isEqualTo(Json.object());
    }

    /** An error of this code, whatever its text. */
    void isError(int wantedStatus, String errcode) {
        assertThat(status).as("status of %s", body).isEqualTo(wantedStatus);
        assertThat(text("errcode")).isEqualTo(errcode);
    }

    /** An error with exactly this text: for the rows where a decision hangs on it. */
    void isError(int wantedStatus, String errcode, String error) {
        isError(wantedStatus, errcode);
        assertThat(text("error")).isEqualTo(error);
    }

    String text(String field) {
        return body.path(field).asText();
    }
}
