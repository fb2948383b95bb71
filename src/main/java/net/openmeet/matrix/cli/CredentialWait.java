package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.cli.CredentialsReader.Credential;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.CredentialState;

/** Waits for what becomes of credentials that were asked about. */
final class CredentialWait {
    private final CredentialsReader reader;
    private final Duration most;

    /** @param reader at the end of the topic as it was before they were asked */
    CredentialWait(CredentialsReader reader, Duration most) {
        this.reader = reader;
        this.most = most;
    }

    /** Prints what became of each; {@link ExitCodes#UNREPAIRED} if one is suspended, or nothing came of it in time. */
    int follow(List<Credential> asked, PrintWriter out) {
        Map<String, Credential> open = new LinkedHashMap<>();
        asked.forEach(credential -> open.put(credential.key().toString(), credential));
        boolean repaired = true;
        long began = System.nanoTime();
        for (Duration left = most;
                !open.isEmpty() && left.isPositive();
                left = most.minusNanos(System.nanoTime() - began)) {
            reader.poll(left);
            for (Credential before : List.copyOf(open.values())) {
                Credential after = reader.of(before.key()).orElse(before);
                if (isSettled(before.record(), after.record())) {
                    open.remove(before.key().toString());
                    repaired &= after.record().state() != CredentialState.SUSPENDED;
                    print(after, "", out);
                }
            }
            out.flush();
        }
        open.values()
                .forEach(before ->
                        print(reader.of(before.key()).orElse(before), " still, after " + most.toSeconds() + " s", out));
        return repaired && open.isEmpty() ? ExitCodes.OK : ExitCodes.UNREPAIRED;
    }

    /** Whether something came of it: {@code repairing} is on the way only, and so is a token whose logout isn't done. */
    private static boolean isSettled(CredentialRecord before, CredentialRecord after) {
        boolean other = after.state() != before.state()
                || after.generation() != before.generation()
                || !after.since().equals(before.since());
        return other
                && switch (after.state()) {
                    case VALID, SUSPENDED -> true;
                    case REPAIRING -> false;
                    case FORGOTTEN -> after.tokens().isEmpty();
                };
    }

    private static void print(Credential credential, String still, PrintWriter out) {
        CredentialLine line = CredentialLine.of(credential);
        String why = line.problem()
                .map(problem -> ": " + problem.reason() + ": " + problem.detail())
                .orElse("");
        out.println(Terminal.safe(line.credential() + " is " + line.state().word() + still + why));
    }
}
