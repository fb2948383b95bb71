package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.homeserver.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints one credential and what a person can do for it. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Prints one credential: how it is, the problem in full, and what is left to a person. Never a token.")
final class CredentialsShowCommand extends KafkaCommand {
    @Parameters(paramLabel = "KEY", description = "tenant/appservice, tenant/admin or tenant/user/@ana:server.")
    private String key = "";

    CredentialsShowCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int call(Kafka kafka, PrintWriter out, PrintWriter err) {
        Optional<CredentialKey> named = CredentialKey.read(key);
        if (named.isEmpty()) {
            err.println(notAKey(key));
            return ExitCodes.USAGE;
        }
        try (CredentialsReader reader = CredentialsReader.atEnd(kafka)) {
            Optional<CredentialsReader.Credential> found = reader.of(named.get());
            if (found.isEmpty()) {
                err.println(unknown(named.get()));
                return ExitCodes.USAGE;
            }
            out.println(found.get().key());
            Terminal.table(rows(found.get().key(), found.get().record()), out);
        }
        return ExitCodes.OK;
    }

    static String notAKey(String text) {
        return "error: expected tenant/appservice, tenant/admin or tenant/user/@localpart:server, but got " + text;
    }

    static String unknown(CredentialKey key) {
        return "error: nothing is known of " + key + "; credentials list prints those of which anything is";
    }

    private static List<List<String>> rows(CredentialKey key, CredentialRecord record) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("  state", record.state().word() + " since " + record.since()));
        record.problem().ifPresent(problem -> rows.add(List.of("  problem", text(problem))));
        rows.add(List.of("  expires", record.expiresAt().map(Object::toString).orElse("not known to")));
        rows.add(List.of("  server", record.server()));
        rows.add(List.of("  generation", Long.toString(record.generation())));
        rows.add(List.of("  to do", CredentialAdvice.of(key, record)));
        return rows;
    }

    private static String text(Problem problem) {
        return problem.reason() + ": " + problem.detail()
                + problem.errcode().map(code -> " (" + code + ")").orElse("") + ", since " + problem.since();
    }
}
