package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import net.openmeet.matrix.config.Loaded;

/** Prints what is wrong with a configuration. */
final class Problems {
    private Problems() {}

    /** Warnings, then problems, one a line; the exit code that follows from them. */
    static int print(Loaded<?> loaded, PrintWriter err) {
        loaded.warnings().forEach(warning -> err.println("warning: " + warning));
        loaded.problems().forEach(problem -> err.println("error: " + problem));
        err.flush();
        return loaded.config().isPresent() ? ExitCodes.OK : ExitCodes.USAGE;
    }
}
