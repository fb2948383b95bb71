package net.openmeet.matrix.execution;

import java.util.Locale;
import java.util.Optional;
import net.openmeet.matrix.homeserver.Outcome;

/** Why the executor tries something again. */
public enum RetryReason {
    /** The homeserver didn't answer, or failed. */
    HOMESERVER,
    /** The homeserver asked us to slow down. */
    RATE_LIMITED,
    /** It was refused in a way that may pass, or is asked once more before it is believed. */
    TARGET,
    /** A credential has to be repaired, or an account opened, first. */
    CREDENTIAL,
    /** Nobody knows whether it took effect: we look, then go on. */
    UNCERTAIN,
    /** The room seems to be gone: we look twice. */
    ROOM_UNKNOWN;

    /** Why there is another try after this outcome; empty if it was settled or corrects what we believed. */
    static Optional<RetryReason> of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored -> Optional.empty();
            case Outcome.AlreadySo ignored -> Optional.empty();
            case Outcome.Contradicted ignored -> Optional.empty();
            case Outcome.Rejected ignored -> Optional.empty();
            case Outcome.Uncertain ignored -> Optional.of(UNCERTAIN);
            case Outcome.RoomUnknown ignored -> Optional.of(ROOM_UNKNOWN);
            case Outcome.CredentialRejected ignored -> Optional.of(CREDENTIAL);
            case Outcome.Retry retry -> Optional.of(of(retry));
        };
    }

    private static RetryReason of(Outcome.Retry retry) {
        return switch (retry.scope()) {
            case HOMESERVER -> HOMESERVER;
            case SENDER -> RATE_LIMITED;
            case CLOSED_ACCOUNT -> CREDENTIAL;
            // A read without an answer concerns what it was for alone, and is the homeserver's doing all the same.
            case TARGET -> retry.failure().status() == 0 || retry.failure().status() >= 500 ? HOMESERVER : TARGET;
        };
    }

    /** In lower case, with hyphens: {@code rate-limited}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
