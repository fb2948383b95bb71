package net.openmeet.matrix.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a long command is: on a terminal a line that is drawn anew ten times a second at the most, elsewhere a line every ten seconds.
 * Goes to standard error, so that the output is what it is without. Owned by one thread.
 */
final class ProgressLine {
    private static final long REDRAW = Duration.ofMillis(100).toNanos();
    private static final long SELDOM = Duration.ofSeconds(10).toNanos();
    private static final int WIDTH = 30;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final String verb;
    private final int all;
    private final long began;
    private long drawn;

    /** @param verb what is done, such as {@code replayed} */
    ProgressLine(PrintWriter err, boolean terminal, String verb, int all, long nanos) {
        this.err = err;
        this.terminal = terminal;
        this.verb = verb;
        this.all = all;
        this.began = nanos;
        this.drawn = nanos;
    }

    /** Whether somebody looks at it. */
    static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /** {@code done} of them are done. */
    void at(int done, long nanos) {
        if (nanos - drawn < (terminal ? REDRAW : SELDOM)) {
            return;
        }
        drawn = nanos;
        if (terminal) {
            err.print(CLEAR + bar(done) + " " + text(done, nanos));
        } else {
            err.println(text(done, nanos));
        }
        err.flush();
    }

    /** Makes room for other lines. */
    void clear() {
        if (terminal) {
            err.print(CLEAR);
            err.flush();
        }
    }

    private String bar(int done) {
        int full = all == 0 ? WIDTH : (int) ((long) WIDTH * done / all);
        return "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "]";
    }

    private String text(int done, long nanos) {
        double seconds = Math.max(1, nanos - began) / 1e9;
        double perSecond = done / seconds;
        long left = perSecond == 0 ? 0 : Math.round((all - done) / perSecond);
        return String.format(
                Locale.ROOT,
                "%d of %d %s, %.0f a second, %d:%02d left",
                done,
                all,
                verb,
                perSecond,
                left / 60,
                left % 60);
    }
}
