package net.openmeet.matrix.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterStanding;

/**
 * Does something to one letter after the other, at a pace, until all are done or it is told to stop. What other operators did meanwhile it
 * learns of before each. Owned by one thread.
 */
final class LetterRun {
    private final Letters letters;
    private final Pacing pacing;
    private final Stop stop;
    private final ProgressLine progress;
    private final LetterReport report;

    LetterRun(Letters letters, Pacing pacing, Stop stop, ProgressLine progress, LetterReport report) {
        this.letters = letters;
        this.pacing = pacing;
        this.stop = stop;
        this.progress = progress;
        this.report = report;
    }

    /** How many it came to: fewer than all if it was told to stop. */
    int over(List<Letter> chosen, LetterAct act) {
        int come = 0;
        for (Letter letter : chosen) {
            if (stop.isAskedWithin(pacing.turn(System.nanoTime()))) {
                break;
            }
            letters.pollLedger(Duration.ZERO);
            LetterStanding standing = letters.book().standing(letter);
            Optional<String> why = act.does(letter, standing);
            why.ifPresentOrElse(it -> report.leftOut(letter, it), () -> report.done(letter));
            come++;
            progress.at(come, System.nanoTime());
        }
        progress.clear();
        return come;
    }
}
