package net.openmeet.matrix.homeserver.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.SentWith;
import net.openmeet.matrix.homeserver.http.Credentials.MissingCredentialException;

/** What a request means that ended without a complete answer. */
final class Failures {
    private Failures() {}

    static Answer answer(IOException failure, boolean begun, Optional<SentWith> sentWith) {
        if (failure instanceof MissingCredentialException missing) {
            // As the homeserver answers it, so that the credential is looked at, not the homeserver.
            return new Answer.Refusal(
                    401, Optional.of("M_MISSING_TOKEN"), missing.why(), Optional.empty(), false, sentWith);
        }
        String why = describe(failure, List.of());
        return begun ? new Answer.Lost(why) : new Answer.NotSent(why);
    }

    /** The failure in a line, without {@code secrets}. */
    static String describe(IOException failure, List<String> secrets) {
        String message = failure.getMessage();
        String text = failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        return Redaction.clean(text, secrets);
    }
}
