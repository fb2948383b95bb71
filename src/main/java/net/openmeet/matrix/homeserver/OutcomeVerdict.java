package net.openmeet.matrix.homeserver;

import java.util.function.BiFunction;
import net.openmeet.matrix.homeserver.Answer.Refusal;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.Outcome.Credential;
import net.openmeet.matrix.homeserver.Outcome.Failure;
import net.openmeet.matrix.homeserver.Outcome.Scope;

/**
 * The last column of the table: what a refusal comes to.
 *
 * @param name as the documentation shows it
 */
record OutcomeVerdict(String name, BiFunction<Refusal, Failure, Outcome> maker) {
    static final OutcomeVerdict ALREADY_SO =
            new OutcomeVerdict("AlreadySo", (refusal, failure) -> new Outcome.AlreadySo());
    static final OutcomeVerdict ABSENT =
            new OutcomeVerdict("Applied(Absent)", (refusal, failure) -> new Outcome.Applied(new Seen.Absent()));
    static final OutcomeVerdict ROOM_UNKNOWN =
            new OutcomeVerdict("RoomUnknown", (refusal, failure) -> new Outcome.RoomUnknown(failure));
    static final OutcomeVerdict REJECTED =
            new OutcomeVerdict("Rejected", (refusal, failure) -> new Outcome.Rejected(failure));
    static final OutcomeVerdict REJECTED_FOR_ALL = new OutcomeVerdict(
            "Rejected(HOMESERVER)", (refusal, failure) -> new Outcome.Rejected(failure, Scope.HOMESERVER));
    static final OutcomeVerdict UNCERTAIN =
            new OutcomeVerdict("Uncertain", (refusal, failure) -> new Outcome.Uncertain(inWords(failure)));

    static OutcomeVerdict retry(Scope scope) {
        return new OutcomeVerdict(
                "Retry(" + scope + ")", (refusal, failure) -> new Outcome.Retry(refusal.retryAfter(), scope, failure));
    }

    static OutcomeVerdict credential(Credential credential) {
        return new OutcomeVerdict(
                "CredentialRejected(" + credential + ")",
                (refusal, failure) ->
                        new Outcome.CredentialRejected(credential, refusal.sentWith(), refusal.softLogout(), failure));
    }

    static OutcomeVerdict contradicted(Belief belief) {
        return new OutcomeVerdict(
                "Contradicted(" + belief + ")", (refusal, failure) -> new Outcome.Contradicted(belief, failure));
    }

    Outcome on(Refusal refusal) {
        return maker.apply(refusal, new Failure(refusal.status(), refusal.errcode(), refusal.error()));
    }

    private static String inWords(Failure failure) {
        return (failure.status() + " " + failure.errcode().orElse("") + " " + failure.error()).strip();
    }
}
