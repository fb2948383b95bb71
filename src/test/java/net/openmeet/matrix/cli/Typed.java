package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** A command as it was typed, and what came of it. */
record Typed(int code, String out, String err) {

    /** Runs a command that must not start the service. */
    static Typed command(Map<String, String> environment, String... args) {
        return command(
                environment,
                config -> {
                    throw new AssertionError("Expected no start");
                },
                args);
    }

    static Typed command(Map<String, String> environment, Starter starter, String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = CommandTree.with(environment, starter)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new Typed(code, out.toString(), err.toString());
    }
}
