package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterFilter;
import net.openmeet.matrix.deadletter.LetterStanding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says of letters that nothing is to be done about them. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description = {
            "Says of letters that nothing is to be done about them, and why. A dry run unless --execute.",
            "Nothing is deleted: they are no longer open, and list --all still shows them, until their topic's retention."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:discarded, or said what would be",
            "1:Kafka doesn't answer",
            "2:the command is wrong, or there is no such letter",
            "4:told to stop before the end; what was done is done"
        })
final class DeadLettersDiscardCommand extends DeadLettersActCommand {
    @Option(names = "--because", paramLabel = "TEXT", required = true, description = "Why, for who asks later.")
    private String because = "";

    DeadLettersDiscardCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    String word() {
        return "discard";
    }

    @Override
    String did() {
        return "discarded";
    }

    @Override
    Optional<String> wrong(LetterFilter filter) {
        return because.isBlank() ? Optional.of("--because: expected a text") : Optional.empty();
    }

    @Override
    Optional<String> wrong(Kafka kafka, List<Letter> chosen) {
        return Optional.empty();
    }

    @Override
    Optional<String> leftOut(Letter letter, LetterStanding standing) {
        return LeftOut.ofDiscarding(standing, meansUnanswered());
    }

    @Override
    LetterAct act(Kafka kafka) {
        return new DiscardAct(kafka, by(), because, meansUnanswered());
    }

    @Override
    Pacing pacing() {
        return new Pacing(0);
    }

    @Override
    boolean follows() {
        return false;
    }

    @Override
    int follow(Kafka kafka, Letters letters, LetterReport report, Stop stop, PrintWriter out) {
        return ExitCodes.OK;
    }
}
