package net.openmeet.matrix.cli;

import java.util.Optional;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.LetterStanding;
import net.openmeet.matrix.deadletter.ReplayDecision;

/** Why nothing is done about a letter, in words that are the same for all of which it is so. */
final class LeftOut {
    /** Since it was listed. */
    static final String GONE = "gone, its topic keeps letters for 30 d";

    private static final String OVERTAKEN = "overtaken, there is a newer letter about the same";

    private LeftOut() {}

    /** Of a replay; empty if it is one. */
    static Optional<String> why(ReplayDecision decision) {
        return switch (decision) {
            case ReplayDecision.Event ignored -> Optional.empty();
            case ReplayDecision.Back ignored -> Optional.empty();
            case ReplayDecision.Look ignored -> Optional.empty();
            case ReplayDecision.Parked parked ->
                Optional.of("parked, replayed " + parked.passes() + " times already: --cap allows more");
            case ReplayDecision.Done done -> Optional.of(done(done.disposition()));
            case ReplayDecision.Overtaken ignored -> Optional.of(OVERTAKEN);
            case ReplayDecision.Impossible impossible -> Optional.of("can't be replayed: " + impossible.why());
        };
    }

    /** Of a discarding; empty if it can be. */
    static Optional<String> ofDiscarding(LetterStanding standing, boolean unanswered) {
        return switch (standing) {
            case LetterStanding.Open ignored -> Optional.empty();
            case LetterStanding.Done done ->
                unanswered && done.isUnanswered() ? Optional.empty() : Optional.of(done(done.disposition()));
            case LetterStanding.Overtaken ignored -> Optional.of(OVERTAKEN);
        };
    }

    private static String done(Disposition disposition) {
        return switch (disposition.kind()) {
            case DISCARDED -> "discarded already";
            case REPLAYED ->
                disposition.fate().isPresent()
                        ? "replayed already"
                        : "replayed already, and nothing was heard of it: --unanswered means those, too";
        };
    }
}
