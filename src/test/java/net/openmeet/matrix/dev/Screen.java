package net.openmeet.matrix.dev;

import java.io.PrintStream;
import java.util.Optional;

/** Lines, and on a terminal one status line below them that is drawn anew; piped it is a plain line now and then. Thread-safe. */
final class Screen {
    private static final String CLEAR_LINE = "\r\u001b[2K";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final boolean terminal;
    private Optional<String> status = Optional.empty();
    private boolean ended;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void line(String text) {
        if (terminal && status.isPresent()) {
            out.print(CLEAR_LINE);
        }
        out.println(text);
        draw();
    }

    /** Shows a new status, if it is another one. */
    synchronized void status(String text) {
        if (ended || status.filter(text::equals).isPresent()) {
            return;
        }
        status = Optional.of(text);
        if (terminal) {
            draw();
        } else {
            out.println(text);
            out.flush();
        }
    }

    /** No status line from here on. */
    synchronized void endStatus() {
        if (terminal && status.isPresent()) {
            out.print(CLEAR_LINE);
        }
        status = Optional.empty();
        ended = true;
    }

    private void draw() {
        if (terminal && status.isPresent()) {
            out.print(CLEAR_LINE + DIM + status.get() + PLAIN);
        }
        out.flush();
    }
}
