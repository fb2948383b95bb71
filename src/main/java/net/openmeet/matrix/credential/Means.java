package net.openmeet.matrix.credential;

import java.util.Optional;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.UserId;

/**
 * What there is at this moment to repair one credential with.
 *
 * @param key of the credential
 * @param held the tokens got for it last, opened
 * @param configured the token of the configuration, read anew, and the generation it is named by
 * @param password the administrator's, read anew
 * @param admin the administrator
 * @param mayMakeAccounts whether an account that nobody has seen may be made
 * @param keeps whether a token that is got can be kept: there is a key file to seal it with
 */
public record Means(
        CredentialKey key,
        Optional<Tokens> held,
        Optional<Configured> configured,
        Optional<SecretText> password,
        UserId admin,
        boolean mayMakeAccounts,
        boolean keeps) {

    /** A token of the configuration. */
    public record Configured(long generation, SecretText token) {}

    /** The same for every login by password, so that the device of last time is used again. */
    String deviceId() {
        return "OPENMEET_MATRIX_" + key.tenant();
    }
}
