package net.openmeet.matrix.execution;

import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.homeserver.Outcome;

/**
 * Which refusals may be everybody's rather than one room's or person's own. Pure.
 *
 * <p>Refused rights, namespaces and features may be, and so may whatever wasn't answered by a homeserver at all. What is wrong with
 * the content that was sent (a bad name, a bad alias, too large) never is: twenty bad names in a row are twenty dead letters.
 */
final class Suspicion {
    private static final Set<String> EVERYBODYS = Set.of(
            // No right to it: the operator's rules, a module, a proxy that speaks Matrix.
            "M_FORBIDDEN",
            // A namespace of the registration that doesn't match.
            "M_EXCLUSIVE",
            // A path of the base URL that isn't the homeserver's, or an older homeserver.
            "M_UNRECOGNIZED",
            "M_UNSUPPORTED_ROOM_VERSION",
            "M_RESOURCE_LIMIT_EXCEEDED",
            "M_CONSENT_NOT_GIVEN");

    private static final int TOO_LARGE = 413;

    private Suspicion() {}

    /** The refusal to be suspicious of: one that would be believed now. */
    static Optional<Outcome.Failure> of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Rejected rejected -> Optional.of(rejected.failure()).filter(Suspicion::mayBeEverybodys);
            case Outcome.Contradicted contradicted ->
                Optional.of(contradicted.failure())
                        .filter(ignored -> contradicted.belief() == Outcome.Belief.NAME_OURS);
            case Outcome.Retry ignored -> Optional.empty();
            case Outcome.Applied ignored -> Optional.empty();
            case Outcome.AlreadySo ignored -> Optional.empty();
            case Outcome.CredentialRejected ignored -> Optional.empty();
            case Outcome.RoomUnknown ignored -> Optional.empty();
            case Outcome.Uncertain ignored -> Optional.empty();
        };
    }

    /** A refusal that is tried again for a while, and may be everybody's: a proxy's, or that of a server that is no homeserver. */
    static Optional<Outcome.Failure> ofRetry(Outcome outcome) {
        return outcome instanceof Outcome.Retry retry && retry.scope() == Outcome.Scope.TARGET
                ? Optional.of(retry.failure())
                        .filter(failure ->
                                failure.errcode().isEmpty() && failure.status() >= 300 && failure.status() < 500)
                : Optional.empty();
    }

    private static boolean mayBeEverybodys(Outcome.Failure failure) {
        return failure.errcode().map(EVERYBODYS::contains).orElse(failure.status() != TOO_LARGE);
    }
}
