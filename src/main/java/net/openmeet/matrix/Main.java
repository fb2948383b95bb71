package net.openmeet.matrix;

import net.openmeet.matrix.cli.CommandTree;
import picocli.CommandLine;

/** The command line, started by {@code Launcher} on a Java that is new enough. */
public final class Main {
    /** Read by logback.xml. */
    private static final String LOG_TARGET = "openmeet.log.target";

    private Main() {}

    /** Runs the command in {@code args} and ends the process with its exit code. */
    public static void main(String[] args) {
        // A command's output is for pipes and files; only the service's own is its log.
        boolean service = args.length > 0 && args[0].equals("run");
        System.setProperty(LOG_TARGET, service ? "System.out" : "System.err");
        CommandLine line = CommandTree.with(System.getenv(), Service::start);
        System.exit(line.execute(args));
    }
}
