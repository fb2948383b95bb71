package net.openmeet.matrix.credential;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialBody.Step;

/** Takes what is asked of a credential. Pure. */
public final class RepairFold {
    private RepairFold() {}

    /**
     * The credential after it was asked; the same if there is nothing to do, as when it was repaired already.
     *
     * @param configured what names the token of the configuration that this instance reads, if there is one
     */
    public static CredentialBody asked(
            CredentialBody body, RepairRequest request, Optional<Long> configured, Instant now) {
        return switch (request) {
            case RepairRequest.Refused refused -> refused(body, refused, configured, now);
            case RepairRequest.Retry ignored ->
                body.state() == CredentialState.VALID || isLoggingOut(body)
                        ? body
                        : body.repairing(Optional.empty(), now);
            case RepairRequest.Reset ignored -> reset(body, now);
        };
    }

    private static CredentialBody refused(
            CredentialBody body, RepairRequest.Refused refused, Optional<Long> configured, Instant now) {
        CredentialBody repairing =
                body.repairing(Optional.of(refused.problem()), now).tracedTo(refused.traceparent());
        return switch (body.state()) {
            case VALID -> {
                boolean first = body.generation() == 0;
                // Its file may be newer than what was told. If it is older, nothing is to be done but to wait for it.
                boolean changed = body.tokens().isEmpty()
                        && configured
                                .filter(token -> token != body.generation())
                                .isPresent();
                // What is in doubt is what was refused: others may go on with what was told.
                CredentialBody next = first || changed ? repairing.named(refused.generation()) : repairing;
                boolean same = refused.generation() == body.generation() && !isOutdated(body, refused);
                yield first || changed || same ? next : body;
            }
            case FORGOTTEN -> isLoggingOut(body) ? body : repairing;
            case REPAIRING, SUSPENDED -> body;
        };
    }

    /**
     * Whether a token of the configuration was accepted since. An instance that reads it before it is told of it holds it back, and several of
     * its tasks may ask: what was accepted for the first isn't in doubt for the others.
     */
    private static boolean isOutdated(CredentialBody body, RepairRequest.Refused refused) {
        return body.tokens().isEmpty() && refused.problem().since().isBefore(body.since());
    }

    /** A token that is to be forgotten is logged out before there is another. */
    private static boolean isLoggingOut(CredentialBody body) {
        return body.state() == CredentialState.FORGOTTEN
                && body.step() == Step.LOGOUT
                && body.tokens().isPresent();
    }

    private static CredentialBody reset(CredentialBody body, Instant now) {
        return body.tokens().isEmpty() ? body.forgotten(now) : body.forgetting(now);
    }
}
