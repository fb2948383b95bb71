package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.Letter;

/** Waits for what becomes of letters that were replayed, and tells it as it comes. Owned by one thread. */
final class ReplayWait {
    private static final Duration SLICE = Duration.ofMillis(200);

    private final Letters letters;
    private final NewLetters newLetters;
    private final Instant since;
    private final Duration most;
    private final Stop stop;
    private final Map<String, Integer> counts = new TreeMap<>();
    private boolean rejected;

    /**
     * @param since when replaying began: what became of an earlier replay isn't meant
     * @param most how long to wait
     */
    ReplayWait(Letters letters, NewLetters newLetters, Instant since, Duration most, Stop stop) {
        this.letters = letters;
        this.newLetters = newLetters;
        this.since = since;
        this.most = most;
        this.stop = stop;
    }

    /** The exit code: {@link ExitCodes#UNREPAIRED} if one was rejected again, or nothing came of one in time. */
    int follow(LetterReport report, PrintWriter out) {
        Map<String, Letter> open = new LinkedHashMap<>();
        report.done().forEach(letter -> open.put(letter.id().toString(), letter));
        long began = System.nanoTime();
        while (!open.isEmpty() && !stop.isAsked() && System.nanoTime() - began < most.toNanos()) {
            letters.pollLedger(SLICE);
            newLetters.poll();
            for (Letter letter : List.copyOf(open.values())) {
                fate(letter).ifPresent(fate -> {
                    open.remove(letter.id().toString());
                    tell(letter, fate, report, out);
                });
            }
            out.flush();
        }
        return end(open, report, out);
    }

    /** What the service said, or the letter that it wrote, whichever is seen first. */
    private Optional<Fate> fate(Letter letter) {
        return letters.book()
                .disposition(letter.id().toString())
                .filter(disposition -> !disposition.at().isBefore(since))
                .flatMap(disposition -> disposition.fate())
                .or(() -> newLetters
                        .ofReplay(letter.id())
                        .map(again -> new Fate(Fate.Word.REJECTED, Optional.of(again.reason()), again.at())));
    }

    private void tell(Letter letter, Fate fate, LetterReport report, PrintWriter out) {
        boolean again = fate.word() == Fate.Word.REJECTED;
        Optional<String> newLetter =
                again ? newLetters.after(letter).map(it -> it.id().toString()) : Optional.empty();
        rejected |= again;
        counts.merge(fate.word().word(), 1, Integer::sum);
        report.fate(letter, Optional.of(fate), newLetter);
        if (!report.isJson()) {
            out.println(Terminal.safe(letter.id() + " " + fate.word().word()
                    + fate.detail().map(detail -> ": " + detail).orElse("")
                    + newLetter.map(id -> ", new letter " + id).orElse("")));
        }
    }

    private int end(Map<String, Letter> open, LetterReport report, PrintWriter out) {
        open.values().forEach(letter -> {
            report.fate(letter, Optional.empty(), Optional.empty());
            if (!report.isJson() && !stop.isAsked()) {
                out.println(letter.id() + " nothing was heard of it, for " + most.toSeconds() + " s");
            }
        });
        if (!report.isJson() && !report.done().isEmpty()) {
            List<String> words = new ArrayList<>();
            counts.forEach((word, count) -> words.add(word + " " + count));
            if (!open.isEmpty()) {
                words.add("nothing heard of " + open.size() + ": dead-letters list --all tells it later");
            }
            out.println(String.join(", ", words));
        }
        if (!open.isEmpty() && stop.isAsked()) {
            return ExitCodes.STOPPED;
        }
        return rejected || !open.isEmpty() ? ExitCodes.UNREPAIRED : ExitCodes.OK;
    }
}
