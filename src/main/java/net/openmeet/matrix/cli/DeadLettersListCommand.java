package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterFilter;
import net.openmeet.matrix.deadletter.LetterStanding;
import net.openmeet.matrix.deadletter.LetterSummary;
import net.openmeet.matrix.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints which dead letters there are. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the dead letters that nobody did anything about, newest first, and counts of all of them.",
            "Without names or texts of anybody: dead-letters show prints those.",
            "States: open; parked, replayed as often as --cap allows; with --all also replayed, unanswered (replayed, and nothing"
                    + " was heard of it), discarded and overtaken (there is a newer letter about the same)."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done, there may be letters or none", "1:Kafka doesn't answer", "2:the command is wrong"})
final class DeadLettersListCommand extends KafkaCommand {
    private static final List<String> HEADINGS = List.of("ID", "STATE", "AT", "REASON", "ERRCODE", "ABOUT");
    private static final int ROWS = 50;

    @Mixin
    private LetterSelection selection = new LetterSelection();

    @Option(names = "--all", description = "Those as well about which something was done.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Count.class,
            description = "At most so many; " + ROWS + " if not said, with --json all.")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--cap",
            paramLabel = "N",
            converter = Count.class,
            defaultValue = ReplayOptions.CAP,
            description = "How often one thing may be replayed; ${DEFAULT-VALUE} if not said.")
    private int cap;

    @Option(names = "--json", description = "A line of JSON for each, and no counts.")
    private boolean json;

    DeadLettersListCommand(Map<String, String> environment) {
        super(environment);
    }

    /** A letter and how it stands. */
    private record Listed(Letter letter, LetterStanding standing) {}

    @Override
    int call(Kafka kafka, PrintWriter out, PrintWriter err) {
        LetterFilter filter = selection.filter();
        try (Letters letters = Letters.read(kafka, filter::means, filter.since())) {
            List<Listed> listed = letters.book().letters().reversed().stream()
                    .map(letter -> new Listed(letter, letters.book().standing(letter)))
                    .toList();
            List<Listed> wanted = listed.stream()
                    .filter(one -> all || one.standing() instanceof LetterStanding.Open)
                    .toList();
            if (json) {
                wanted.stream()
                        .limit(limit.orElse(Integer.MAX_VALUE))
                        .forEach(one -> out.println(new String(Json.write(line(one)), StandardCharsets.UTF_8)));
            } else {
                counts(listed, wanted, out);
                table(wanted, out);
            }
            if (letters.unreadable() > 0) {
                err.println("warning: " + letters.unreadable()
                        + " records of the ledger can't be read; their letters count as open");
            }
        }
        return ExitCodes.OK;
    }

    private void counts(List<Listed> listed, List<Listed> wanted, PrintWriter out) {
        LetterSummary summary = new LetterSummary(Instant.now());
        wanted.forEach(one -> summary.add(one.letter()));
        long parked = count(listed, "parked");
        long unanswered = count(listed, "unanswered");
        out.println((all ? wanted.size() + " in all, " : "") + (count(listed, "open") + parked) + " open"
                + (parked == 0 ? "" : ", " + parked + " of them parked: replayed " + cap + " times already"));
        if (unanswered > 0) {
            out.println(unanswered + " replayed, of which nothing was heard"
                    + (all ? "" : ": --all shows them, replay --unanswered sends them again"));
        }
        LetterCounts.print(summary, out);
    }

    private void table(List<Listed> wanted, PrintWriter out) {
        if (wanted.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        wanted.stream().limit(limit.orElse(ROWS)).map(this::row).forEach(rows::add);
        out.println();
        Terminal.table(rows, out);
        int left = wanted.size() - (rows.size() - 1);
        if (left > 0) {
            out.println("and " + left + " older ones: --limit shows more, --json all");
        }
    }

    private List<String> row(Listed one) {
        Letter letter = one.letter();
        return List.of(
                letter.id().toString(),
                one.standing().word(cap),
                letter.at().toString(),
                letter.reason(),
                letter.errcode().orElse("-"),
                letter.subject());
    }

    private long count(List<Listed> listed, String word) {
        return listed.stream()
                .filter(one -> one.standing().word(cap).equals(word))
                .count();
    }

    private LetterLine line(Listed one) {
        return LetterLine.of(one.letter(), one.standing(), cap);
    }
}
