package net.openmeet.matrix.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.homeserver.Problem;

/**
 * A credential as every instance reads it on {@code openmeet.matrix.credentials}, keyed by {@link CredentialKey}.
 *
 * @param v format version of the value
 * @param server name of the homeserver that it is for; of no use for another
 * @param generation which token it is: another number is another token. One of the configuration is named by its fingerprint
 * @param tokens encrypted; absent for a token of the configuration
 * @param expiresAt when it ends, if it does
 * @param problem why it isn't valid
 * @param since when it came to be in this state
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CredentialRecord(
        int v,
        String server,
        CredentialState state,
        long generation,
        Optional<Sealed> tokens,
        Optional<Instant> expiresAt,
        Optional<Problem> problem,
        Instant since) {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Whether calls may be sent with it at {@code now}. One that ends soon isn't begun with. */
    public boolean isUsable(Instant now) {
        return state == CredentialState.VALID
                && expiresAt.filter(end -> !now.plus(soon(end)).isBefore(end)).isEmpty();
    }

    /** A minute, but of one that lives for less than four the last quarter: else the next would be as useless. */
    private Duration soon(Instant end) {
        Duration quarter = Duration.between(since, end).dividedBy(4);
        return quarter.compareTo(MINUTE) < 0 ? quarter : MINUTE;
    }
}
