package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterFilter;
import net.openmeet.matrix.deadletter.LetterStanding;
import net.openmeet.matrix.deadletter.LetterSummary;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Does something about the letters that are meant, one after the other, or says what it would do. */
abstract class DeadLettersActCommand extends KafkaCommand {
    /** Of the rest a dry run prints the number. */
    private static final int SHOWN = 20;

    @Mixin
    private LetterSelection selection = new LetterSelection();

    @Option(names = "--all", description = "All letters; needed where nothing narrows them.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Count.class,
            description = "At most so many, the oldest of them.")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--unanswered",
            description = "Those, too, that were replayed and of which nothing was heard since.")
    private boolean unanswered;

    @Option(names = "--by", paramLabel = "NAME", description = "Who does it; the system's user if not said.")
    private String by = System.getProperty("user.name", "unknown");

    @Option(names = "--execute", description = "Do it. Without it nothing is written: it only says what it would do.")
    private boolean execute;

    @Option(names = "--json", description = "A line of JSON for each letter with what became of it.")
    private boolean json;

    DeadLettersActCommand(Map<String, String> environment) {
        super(environment);
    }

    /** What it does, such as {@code replay}. */
    abstract String word();

    /** What was done then, such as {@code replayed}. */
    abstract String did();

    /** What is wrong with the options, if anything is. */
    abstract Optional<String> wrong(LetterFilter filter);

    /** What is wrong with doing that to these letters, if anything is. */
    abstract Optional<String> wrong(Kafka kafka, List<Letter> chosen);

    /** Why nothing is done about a letter, if nothing is. */
    abstract Optional<String> leftOut(Letter letter, LetterStanding standing);

    abstract LetterAct act(Kafka kafka);

    abstract Pacing pacing();

    /** Whether what became of each is told after all were done. */
    abstract boolean follows();

    /** Tells it; the exit code. */
    abstract int follow(Kafka kafka, Letters letters, LetterReport report, Stop stop, PrintWriter out);

    final boolean executes() {
        return execute;
    }

    final boolean meansUnanswered() {
        return unanswered;
    }

    final String by() {
        return by;
    }

    @Override
    final int call(Kafka kafka, PrintWriter out, PrintWriter err) {
        LetterFilter filter = selection.filter();
        Optional<String> wrong = wrong(filter).or(() -> wrongSelection(filter));
        if (wrong.isPresent()) {
            err.println("error: " + wrong.get());
            return ExitCodes.USAGE;
        }
        try (Letters letters = Letters.read(kafka, filter::means, filter.since())) {
            Optional<String> unknown = filter.ids().stream()
                    .filter(id -> letters.book().letter(id).isEmpty())
                    .sorted()
                    .findFirst();
            if (unknown.isPresent()) {
                err.println(LetterSelection.unknown(unknown.get()));
                return ExitCodes.USAGE;
            }
            var report = new LetterReport(execute ? did() : "would-" + word(), json, execute && follows(), out);
            List<Letter> chosen = chosen(letters, report);
            Optional<String> unfit = wrong(kafka, chosen);
            if (unfit.isPresent()) {
                err.println("error: " + unfit.get());
                return ExitCodes.USAGE;
            }
            return execute ? execute(kafka, letters, chosen, report, out, err) : dryRun(chosen, report, out);
        }
    }

    private Optional<String> wrongSelection(LetterFilter filter) {
        if (filter.isAll() && !all) {
            return Optional.of("say which letters, by --id, --reason or another filter, or --all");
        }
        return all && !filter.isAll() ? Optional.of("--all goes without filters") : Optional.empty();
    }

    /** Oldest first where a limit cuts; then in the order in which they lie, which keeps the order of each key. */
    private List<Letter> chosen(Letters letters, LetterReport report) {
        List<Letter> chosen = new ArrayList<>();
        for (Letter letter : letters.book().letters()) {
            Optional<String> why = leftOut(letter, letters.book().standing(letter));
            if (why.isPresent()) {
                report.leftOut(letter, why.get());
            } else if (chosen.size() < limit.orElse(Integer.MAX_VALUE)) {
                chosen.add(letter);
            } else {
                report.leftOut(letter, "beyond --limit");
            }
        }
        chosen.sort(Comparator.<Letter, String>comparing(letter -> letter.id().topic())
                .thenComparingInt(letter -> letter.id().partition())
                .thenComparingLong(letter -> letter.id().offset()));
        return chosen;
    }

    private int dryRun(List<Letter> chosen, LetterReport report, PrintWriter out) {
        chosen.forEach(report::done);
        report.printLeftOut();
        if (!json) {
            LetterSummary summary = new LetterSummary(Instant.now());
            chosen.forEach(summary::add);
            chosen.stream()
                    .limit(SHOWN)
                    .forEach(letter -> out.println(Terminal.safe("would " + word() + " " + letter.id() + " ("
                            + letter.reason() + ", " + letter.subject() + ")")));
            if (chosen.size() > SHOWN) {
                out.println("and " + (chosen.size() - SHOWN) + " more");
            }
            out.println("Would " + word() + " " + chosen.size() + ". Nothing was written: --execute does.");
            LetterCounts.print(summary, out);
        }
        return ExitCodes.OK;
    }

    private int execute(
            Kafka kafka, Letters letters, List<Letter> chosen, LetterReport report, PrintWriter out, PrintWriter err) {
        try (Stop stop = Stop.ofThisProcess()) {
            var progress = new ProgressLine(err, ProgressLine.isTerminal(), did(), chosen.size(), System.nanoTime());
            int come;
            try (LetterAct act = act(kafka)) {
                come = new LetterRun(letters, pacing(), stop, progress, report).over(chosen, act);
            } finally {
                progress.clear();
                report.printLeftOut();
                if (!json) {
                    out.println(did() + " " + report.done().size());
                }
                out.flush();
            }
            int code = come < chosen.size() ? ExitCodes.STOPPED : follow(kafka, letters, report, stop, out);
            if (code == ExitCodes.STOPPED) {
                err.println(
                        come < chosen.size()
                                ? "Stopped after " + come + " of " + chosen.size()
                                        + ": what was done is done, the rest is as it was."
                                : "Stopped waiting; dead-letters list --all tells what becomes of them.");
            }
            out.flush();
            err.flush();
            return stop.finished(code);
        }
    }
}
