package net.openmeet.matrix.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterFilter;
import net.openmeet.matrix.deadletter.LetterStanding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has the service look once more at what letters are about. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Has the service look once more at what letters are about. A dry run unless --execute.",
            "Of an event the original bytes are read once more, judged by where it first stood: what was overtaken meanwhile changes"
                    + " nothing. Of an operation its slot is looked at again. So replaying twice, or by two people at once, does no harm."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:replayed, or said what would be; with --wait, something came of each and none was rejected again",
            "1:Kafka doesn't answer, or doesn't let us",
            "2:the command is wrong, or there is no such letter",
            "3:with --wait: one was rejected again, or nothing came of one in time",
            "4:told to stop before the end; what was done is done"
        })
final class DeadLettersReplayCommand extends DeadLettersActCommand {
    @Option(names = "--note", paramLabel = "TEXT", description = "A word on it, for who asks later.")
    private Optional<String> note = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = Count.class,
            defaultValue = "50",
            description = "At most so many a second, evenly; ${DEFAULT-VALUE} if not said, 0 for no limit.")
    private int rate;

    @Option(
            names = "--cap",
            paramLabel = "N",
            converter = Count.class,
            defaultValue = ReplayOptions.CAP,
            description = "How often one thing may be replayed; ${DEFAULT-VALUE} if not said.")
    private int cap;

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description =
                    "Send what is in this file instead of the original value. With exactly one --id, of an event.")
    private Optional<Path> with = Optional.empty();

    @Option(
            names = "--wait",
            negatable = true,
            description = "Wait for what becomes of each, and print it; so it is on a terminal. Only with --execute.")
    private Optional<Boolean> waits = Optional.empty();

    @Option(
            names = "--wait-for",
            paramLabel = "TIME",
            converter = Span.class,
            defaultValue = "60s",
            description = "For how long after the last one was sent; ${DEFAULT-VALUE} if not said.")
    private Duration most = Duration.ZERO;

    private Optional<byte[]> corrected = Optional.empty();
    private Instant began = Instant.EPOCH;

    DeadLettersReplayCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    String word() {
        return "replay";
    }

    @Override
    String did() {
        return "replayed";
    }

    @Override
    Optional<String> wrong(LetterFilter filter) {
        if (waits.orElse(false) && !executes()) {
            return Optional.of("--wait goes with --execute only");
        }
        if (with.isEmpty()) {
            return Optional.empty();
        }
        if (filter.ids().size() != 1) {
            return Optional.of("--with goes with exactly one --id");
        }
        try {
            corrected = Optional.of(Files.readAllBytes(with.get()));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("--with: can't read " + with.get());
        }
    }

    @Override
    Optional<String> wrong(Kafka kafka, List<Letter> chosen) {
        if (corrected.isEmpty() || chosen.isEmpty()) {
            return Optional.empty();
        }
        return Correction.wrong(kafka, chosen.getFirst(), corrected.get()).map(why -> "--with: " + why);
    }

    @Override
    Optional<String> leftOut(Letter letter, LetterStanding standing) {
        return ReplayAct.leftOut(terms(), letter, standing);
    }

    @Override
    LetterAct act(Kafka kafka) {
        began = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new ReplayAct(kafka, terms());
    }

    @Override
    Pacing pacing() {
        return new Pacing(rate);
    }

    @Override
    boolean follows() {
        return waits.orElseGet(ProgressLine::isTerminal);
    }

    @Override
    int follow(Kafka kafka, Letters letters, LetterReport report, Stop stop, PrintWriter out) {
        if (!follows()) {
            return ExitCodes.OK;
        }
        try (NewLetters newLetters = NewLetters.since(kafka, letters.ends())) {
            return new ReplayWait(letters, newLetters, began, most, stop).follow(report, out);
        }
    }

    private ReplayAct.Terms terms() {
        return new ReplayAct.Terms(by(), note, cap, meansUnanswered(), corrected);
    }
}
