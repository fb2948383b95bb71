package net.openmeet.matrix.credential;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * What was minted for a credential, in the clear: held in memory only, and written only into a {@link Sealed}. Never shown.
 *
 * @param access sent with each call
 * @param refresh gets the next pair once, if the homeserver gave one
 * @param expiresAt when {@code access} ends, if it does
 * @param deviceId the device it belongs to; an admin login-as has none
 */
public record Tokens(
        @JsonProperty("access") String access,
        @JsonProperty("refresh") Optional<String> refresh,
        @JsonProperty("expiresAt") Optional<Instant> expiresAt,
        @JsonProperty("deviceId") Optional<String> deviceId) {

    /** Without the tokens. */
    @Override
    public String toString() {
        return "Tokens[refresh=" + (refresh.isPresent() ? "held" : "none") + ", expiresAt=" + expiresAt + "]";
    }
}
