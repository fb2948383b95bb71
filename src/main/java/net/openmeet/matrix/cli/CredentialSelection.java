package net.openmeet.matrix.cli;

import java.util.Optional;
import net.openmeet.matrix.credential.CredentialKey;
import picocli.CommandLine.Option;

/** Which credentials a command is about; picocli sees to it that it is exactly one of these. */
final class CredentialSelection {
    @Option(
            names = "--credential",
            paramLabel = "KEY",
            description = "This one: tenant/appservice, tenant/admin or tenant/user/@ana:server.")
    private Optional<String> credential = Optional.empty();

    @Option(names = "--tenant", paramLabel = "T", description = "All of this tenant of which anything is known.")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--user", paramLabel = "@ID:SERVER", description = "This person's, in every tenant.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--all", description = "All of which anything is known.")
    private boolean all;

    /** The key that was named, as it was typed. */
    Optional<String> named() {
        return credential;
    }

    /** Whether {@code key} is among what is meant. */
    boolean means(CredentialKey key) {
        return all
                || credential.filter(key.toString()::equals).isPresent()
                || tenant.filter(key.tenant()::equals).isPresent()
                || user.filter(it -> key.user()
                                .filter(id -> id.toString().equals(it))
                                .isPresent())
                        .isPresent();
    }
}
