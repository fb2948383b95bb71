package net.openmeet.matrix.cli;

import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.cli.CredentialsReader.Credential;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.credential.RepairRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has tokens logged out and forgotten. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = "Has tokens logged out and forgotten; Matrix ids stay. A dry run unless --execute.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:asked, or said what would be; with --wait, each is forgotten or got anew",
            "1:Kafka doesn't answer",
            "2:the command is wrong, or nothing is known of the credential that was named",
            "3:with --wait: one is suspended, or nothing came of it in 60 s"
        })
final class CredentialsResetCommand extends CredentialsAskCommand {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for whoever asks later.")
    private String reason = "";

    CredentialsResetCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    RepairRequest request(String who) {
        return new RepairRequest.Reset(who, reason);
    }

    @Override
    String word() {
        return "reset";
    }

    @Override
    Optional<String> leftOut(Credential credential, boolean named) {
        if (credential.key().kind() == CredentialKey.Kind.APPSERVICE) {
            return Optional.of("an application service's token is the configuration's: there is nothing to log out");
        }
        return credential.record().state() == CredentialState.FORGOTTEN
                ? Optional.of("forgotten already")
                : Optional.empty();
    }
}
