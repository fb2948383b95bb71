package net.openmeet.matrix.cli;

import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.cli.CredentialsReader.Credential;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.credential.RepairRequest;
import picocli.CommandLine.Command;

/** Has credentials tried now instead of after their pause. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = "Has credentials tried now, whatever they wait for. A dry run unless --execute.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:asked, or said what would be; with --wait, each is valid or forgotten",
            "1:Kafka doesn't answer",
            "2:the command is wrong, or nothing is known of the credential that was named",
            "3:with --wait: one is suspended, or nothing came of it in 60 s"
        })
final class CredentialsRetryCommand extends CredentialsAskCommand {
    CredentialsRetryCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    RepairRequest request(String who) {
        return new RepairRequest.Retry(who);
    }

    @Override
    String word() {
        return "retry";
    }

    @Override
    Optional<String> leftOut(Credential credential, boolean named) {
        CredentialState state = credential.record().state();
        if (state == CredentialState.VALID) {
            return Optional.of("valid, a retry changes nothing");
        }
        // Named, it is got at once: after a reset, to see that it can be.
        return state == CredentialState.FORGOTTEN && !named
                ? Optional.of("forgotten, the next operation that needs it gets another")
                : Optional.empty();
    }
}
