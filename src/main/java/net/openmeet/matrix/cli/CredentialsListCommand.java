package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints how every credential is of which anything was heard. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Prints every credential of which anything was heard: its state, why, since when. Never a token.")
final class CredentialsListCommand extends KafkaCommand {
    private static final List<String> HEADINGS = List.of("CREDENTIAL", "STATE", "REASON", "SINCE", "GENERATION");

    @Option(names = "--tenant", paramLabel = "T", description = "Only of this tenant.")
    private Optional<String> tenant = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only in this state: valid, repairing, suspended or forgotten.")
    private Optional<CredentialState> state = Optional.empty();

    @Option(names = "--json", description = "A line of JSON for each.")
    private boolean json;

    CredentialsListCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int call(Kafka kafka, PrintWriter out, PrintWriter err) {
        try (CredentialsReader reader = CredentialsReader.atEnd(kafka)) {
            List<CredentialLine> lines = reader.known().values().stream()
                    .map(CredentialLine::of)
                    .filter(line ->
                            tenant.filter(it -> !it.equals(line.tenant())).isEmpty())
                    .filter(line -> state.filter(it -> it != line.state()).isEmpty())
                    .toList();
            if (json) {
                lines.forEach(line -> out.println(new String(Json.write(line), StandardCharsets.UTF_8)));
            } else {
                table(lines, out);
            }
            if (reader.unreadable() > 0) {
                err.println("warning: left out " + reader.unreadable() + " that can't be read");
            }
        }
        return ExitCodes.OK;
    }

    private static void table(List<CredentialLine> lines, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (CredentialLine line : lines) {
            rows.add(List.of(
                    line.credential().toString(),
                    line.state().word(),
                    line.reason(),
                    line.since().toString(),
                    Long.toString(line.generation())));
        }
        Terminal.table(rows, out);
    }
}
