package net.openmeet.matrix.cli;

import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.homeserver.Problem;

/** What is left to a person for a credential as it is. {@code docs/credential-management.md} says the same at more length. */
final class CredentialAdvice {
    private CredentialAdvice() {}

    static String of(CredentialKey key, CredentialRecord record) {
        String reason = record.problem().map(Problem::reason).orElse("");
        return switch (record.state()) {
            case VALID -> "Nothing.";
            case FORGOTTEN -> forgotten(record);
            case REPAIRING ->
                reason.equals("admin-credential")
                        ? admin(key)
                        : "Nothing yet: the service is getting another. If it lasts, see its log and the homeserver.";
            case SUSPENDED -> suspended(key, reason) + " Then: credentials retry --credential " + key + " --execute";
        };
    }

    private static String forgotten(CredentialRecord record) {
        return record.tokens().isPresent()
                ? "Nothing: its token is being logged out."
                : "Nothing: the next operation that needs it gets another.";
    }

    private static String admin(CredentialKey key) {
        return "Nothing here: it waits for the administrator's. See credentials show "
                + CredentialKey.ofAdmin(key.tenant()) + ".";
    }

    private static String suspended(CredentialKey key, String reason) {
        return switch (reason) {
            case "user-deactivated" ->
                "The account was deactivated on the homeserver: an administrator there can reactivate it.";
            case "user-locked" -> "The account was locked on the homeserver: an administrator there can unlock it.";
            case "no-account" ->
                "There is no such account and the service may not make one: the person makes it by logging in once, or set"
                        + " accounts: create.";
            case "other-user" -> "The access token isn't that of MATRIX_ADMIN_USER: set the right one of the two.";
            case "no-credential" -> "Nothing is configured to get it with: " + mend(key);
            case "admin-credential" -> admin(key);
            default -> "The homeserver refused: " + mend(key);
        };
    }

    private static String mend(CredentialKey key) {
        return switch (key.kind()) {
            case APPSERVICE ->
                "make MATRIX_APPSERVICE_TOKEN and the as_token of the homeserver's registration the same.";
            case ADMIN -> "set another MATRIX_ADMIN_ACCESS_TOKEN, or the right MATRIX_ADMIN_PASSWORD.";
            case USER -> "see whether MATRIX_ADMIN_USER is still a server administrator.";
        };
    }
}
