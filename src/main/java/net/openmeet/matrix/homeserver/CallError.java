package net.openmeet.matrix.homeserver;

import java.util.Locale;
import java.util.Optional;

/** Attempts that somebody who watches the homeserver would call errors, by what they are. */
public enum CallError {
    /** There was no complete answer. */
    UNREACHABLE,
    /** It failed: 5xx. */
    SERVER_ERROR,
    /** It asked us to slow down: 429. */
    RATE_LIMITED,
    /** It didn't accept a token, or the account that was acted as. */
    CREDENTIAL,
    /** It won't have it, or something we took for granted isn't so. */
    REFUSED;

    /**
     * Judged by what the answer means to this call: a look-up of something that isn't there is no error, whatever its status.
     *
     * @return empty if all is well
     */
    public static Optional<CallError> of(MatrixCall call, Answer answer) {
        return switch (answer) {
            case Answer.Good ignored -> Optional.empty();
            case Answer.NotSent ignored -> Optional.of(UNREACHABLE);
            case Answer.Lost ignored -> Optional.of(UNREACHABLE);
            case Answer.Refusal refusal ->
                refusal.status() >= 500 ? Optional.of(SERVER_ERROR) : of(Outcomes.classify(call, refusal));
        };
    }

    private static Optional<CallError> of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored -> Optional.empty();
            case Outcome.AlreadySo ignored -> Optional.empty();
            // Told apart from a wipe by looking, and counted where that is decided.
            case Outcome.RoomUnknown ignored -> Optional.empty();
            case Outcome.CredentialRejected ignored -> Optional.of(CREDENTIAL);
            case Outcome.Contradicted ignored -> Optional.of(REFUSED);
            case Outcome.Rejected ignored -> Optional.of(REFUSED);
            case Outcome.Uncertain ignored -> Optional.of(SERVER_ERROR);
            case Outcome.Retry retry ->
                Optional.of(
                        switch (retry.scope()) {
                            case SENDER -> RATE_LIMITED;
                            case CLOSED_ACCOUNT -> CREDENTIAL;
                            case HOMESERVER -> SERVER_ERROR;
                            case TARGET -> REFUSED;
                        });
        };
    }

    /** In lower case, with hyphens: {@code server-error}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
