package net.openmeet.matrix.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands that only hold others. */
abstract class Group implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Expected a command");
    }

    /** About topics. */
    @Command(
            name = "topics",
            mixinStandardHelpOptions = true,
            description = "Makes and checks the topics. Needs only the settings of Kafka.")
    static final class Topics extends Group {}

    /** About the configuration. */
    @Command(name = "config", mixinStandardHelpOptions = true, description = "Shows and checks the configuration.")
    static final class Configuration extends Group {}

    /** About credentials. */
    @Command(
            name = "credentials",
            mixinStandardHelpOptions = true,
            description = "Shows how credentials are and asks for repairs. Needs only the settings of Kafka.")
    static final class Credentials extends Group {}

    /** About dead letters. */
    @Command(
            name = "dead-letters",
            mixinStandardHelpOptions = true,
            description =
                    "Shows what can't succeed as it is, replays and discards it. Needs only the settings of Kafka.")
    static final class DeadLetters extends Group {}

    /** About rooms. */
    @Command(
            name = "rooms",
            mixinStandardHelpOptions = true,
            description = "Shows how rooms are, and has them looked at again.")
    static final class Rooms extends Group {}

    /** About people. */
    @Command(name = "people", mixinStandardHelpOptions = true, description = "Shows how people's accounts are.")
    static final class People extends Group {}
}
