package net.openmeet.matrix.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands there are. */
@Command(
        name = "openmeet-matrix",
        mixinStandardHelpOptions = true,
        versionProvider = CommandTree.Version.class,
        description = "Keeps Matrix rooms and their members equal to what OpenMeet's domain events say.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:it failed: Kafka or an instance doesn't answer, topics aren't as they must be, the service stopped by a failure",
            "2:the command or the configuration is wrong",
            "3:with --wait: a credential is suspended, a letter was rejected again, or nothing came of one in time",
            "4:dead-letters replay and discard: told to stop before the end; what was done is done"
        },
        footer = {
            "",
            "Settings come from the environment and the file that OPENMEET_CONFIG names: docs/configuration.md."
        })
public final class CommandTree implements Runnable {
    @Spec
    private CommandSpec spec;

    private CommandTree() {
        this.spec = CommandSpec.create();
    }

    /**
     * The command line, ready to execute.
     *
     * @param environment where settings are read from
     * @param starter what {@code run} starts
     */
    public static CommandLine with(Map<String, String> environment, Starter starter) {
        var line = new CommandLine(new CommandTree());
        line.addSubcommand(new RunCommand(environment, starter));
        line.addSubcommand(new CommandLine(new Group.Topics())
                .addSubcommand(new TopicsCheckCommand(environment))
                .addSubcommand(new TopicsCreateCommand(environment)));
        line.addSubcommand(
                new CommandLine(new Group.Configuration()).addSubcommand(new ConfigCheckCommand(environment)));
        line.addSubcommand(new CommandLine(new Group.Credentials())
                .addSubcommand(new CredentialsListCommand(environment))
                .addSubcommand(new CredentialsShowCommand(environment))
                .addSubcommand(new CredentialsRetryCommand(environment))
                .addSubcommand(new CredentialsResetCommand(environment)));
        line.addSubcommand(new CommandLine(new Group.DeadLetters())
                .addSubcommand(new DeadLettersListCommand(environment))
                .addSubcommand(new DeadLettersShowCommand(environment, new FileOutputStream(FileDescriptor.out)))
                .addSubcommand(new DeadLettersReplayCommand(environment))
                .addSubcommand(new DeadLettersDiscardCommand(environment)));
        line.addSubcommand(new CommandLine(new Group.Rooms())
                .addSubcommand(new RoomsShowCommand(environment))
                .addSubcommand(new RoomsResyncCommand(environment)));
        line.addSubcommand(new CommandLine(new Group.People()).addSubcommand(new PeopleShowCommand(environment)));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(new Failures());
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Expected a command");
    }

    /** The version of the jar, of Java and of Kafka's clients. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CommandTree.class.getPackage().getImplementationVersion();
            return new String[] {
                "openmeet-matrix " + (version == null ? "(not from a jar)" : version) + ", Java " + Runtime.version()
                        + ", Kafka clients " + AppInfoParser.getVersion()
            };
        }
    }
}
