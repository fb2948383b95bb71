package net.openmeet.matrix.credential;

import java.util.Optional;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.TokenOwner;

/** Whether a token that the configuration gives may be sent. Pure. */
final class Configuration {
    private Configuration() {}

    /**
     * It may, unless it is known to be refused, or another one is known to be accepted: then the file that this instance reads is behind
     * that of others, and trying would only be refused.
     */
    static Bearer bearer(TokenOwner owner, Means.Configured token, Optional<CredentialRecord> known) {
        if (known.isEmpty() || known.get().state() == CredentialState.FORGOTTEN) {
            return Bearer.of(owner, token.generation(), token.token());
        }
        boolean same = known.get().generation() == token.generation();
        boolean valid = known.get().state() == CredentialState.VALID;
        if (valid == same || known.get().generation() == 0) {
            return Bearer.of(owner, token.generation(), token.token());
        }
        return Bearer.none(
                owner,
                token.generation(),
                valid
                        ? "another one is in use: its file is behind"
                        : "it is " + known.get().state().word());
    }
}
