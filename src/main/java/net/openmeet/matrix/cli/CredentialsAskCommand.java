package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.cli.CredentialsReader.Credential;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.RepairRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Asks something of the credentials that are meant, or says what it would ask. Only those are meant of which anything is known. */
abstract class CredentialsAskCommand extends KafkaCommand {
    private static final Duration MOST = Duration.ofSeconds(60);

    @ArgGroup(multiplicity = "1")
    private CredentialSelection selection = new CredentialSelection();

    @Option(names = "--by", paramLabel = "NAME", description = "Who asks; the system's user if not said.")
    private String by = System.getProperty("user.name", "unknown");

    @Option(names = "--execute", description = "Ask. Without it nothing is sent: it only says what it would ask.")
    private boolean execute;

    @Option(names = "--wait", description = "Wait, 60 s at most, for what becomes of each. Only with --execute.")
    private boolean waits;

    CredentialsAskCommand(Map<String, String> environment) {
        super(environment);
    }

    /** What is asked. */
    abstract RepairRequest request(String who);

    /** What it is called. */
    abstract String word();

    /** Why it isn't asked of {@code credential}, if it isn't. */
    abstract Optional<String> leftOut(Credential credential, boolean named);

    @Override
    int call(Kafka kafka, PrintWriter out, PrintWriter err) {
        Optional<String> named = selection.named();
        if (named.isPresent() && CredentialKey.read(named.get()).isEmpty()) {
            err.println(CredentialsShowCommand.notAKey(named.get()));
            return ExitCodes.USAGE;
        }
        if (waits && !execute) {
            err.println("error: --wait goes with --execute only");
            return ExitCodes.USAGE;
        }
        try (CredentialsReader reader = CredentialsReader.atEnd(kafka)) {
            List<Credential> meant = reader.known().values().stream()
                    .filter(credential -> selection.means(credential.key()))
                    .toList();
            if (meant.isEmpty() && named.isPresent()) {
                err.println(CredentialsShowCommand.unknown(CredentialKey.parse(named.get())));
                return ExitCodes.USAGE;
            }
            List<Credential> asked = asked(meant, named.isPresent(), out);
            if (!execute) {
                asked.forEach(credential -> print("would ask " + word() + " of ", credential, out));
                out.println("Would ask of " + asked.size() + ". Nothing was sent: --execute does.");
                return ExitCodes.OK;
            }
            CredentialRequests.send(kafka, asked.stream().map(Credential::key).toList(), request(by));
            asked.forEach(credential -> print("asked " + word() + " of ", credential, out));
            out.println("Asked of " + asked.size() + ".");
            out.flush();
            return waits ? new CredentialWait(reader, MOST).follow(asked, out) : ExitCodes.OK;
        }
    }

    /** Those that are left out are told by reason: of thousands that are valid nobody wants a line each. */
    private List<Credential> asked(List<Credential> meant, boolean named, PrintWriter out) {
        List<Credential> asked = new ArrayList<>();
        Map<String, List<Credential>> left = new TreeMap<>();
        for (Credential credential : meant) {
            leftOut(credential, named)
                    .ifPresentOrElse(
                            why -> left.computeIfAbsent(why, reason -> new ArrayList<>())
                                    .add(credential),
                            () -> asked.add(credential));
        }
        left.forEach((why, credentials) -> out.println("left out "
                + (credentials.size() == 1
                        ? Terminal.safe(credentials.getFirst().key().toString())
                        : String.valueOf(credentials.size()))
                + ": " + why));
        return asked;
    }

    private static void print(String what, Credential credential, PrintWriter out) {
        CredentialLine line = CredentialLine.of(credential);
        String why = line.problem().map(problem -> ", " + problem.reason()).orElse("");
        out.println(Terminal.safe(what + line.credential() + " (" + line.state().word() + why + ")"));
    }
}
