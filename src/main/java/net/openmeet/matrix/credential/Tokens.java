package net.openmeet.matrix.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.json.Json;

/**
 * What was minted for a credential, in the clear: held in memory only, and written only into a {@link Sealed}. Never shown.
 *
 * @param access sent with each call
 * @param refresh gets the next pair once, if the homeserver gave one
 * @param expiresAt when {@code access} ends, if it does
 * @param deviceId the device it belongs to; an admin login-as has none
 */
public record Tokens(
        SecretText access, Optional<SecretText> refresh, Optional<Instant> expiresAt, Optional<String> deviceId) {

    /** In the clear, to be sealed at once. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record Plain(
            String access, Optional<String> refresh, Optional<Instant> expiresAt, Optional<String> deviceId) {}

    byte[] plain() {
        return Json.write(new Plain(access.reveal(), refresh.map(SecretText::reveal), expiresAt, deviceId));
    }

    /** Reads what {@link #plain} wrote. */
    static Tokens read(byte[] plain) {
        Plain read = Json.read(plain, Plain.class);
        return new Tokens(
                SecretText.of(read.access()), read.refresh().map(SecretText::of), read.expiresAt(), read.deviceId());
    }
}
