package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.ConfigLoader;
import net.openmeet.matrix.config.Effective;
import net.openmeet.matrix.config.Loaded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads the configuration, checks the topics, and runs the service until it is told to end. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the service until SIGTERM or Ctrl-C. Refuses to when topics aren't as they must be.")
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private final Map<String, String> environment;
    private final Starter starter;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RunCommand(Map<String, String> environment, Starter starter) {
        this.environment = environment;
        this.starter = starter;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Loaded<Config> loaded = ConfigLoader.load(environment);
        if (Problems.print(loaded, err) != ExitCodes.OK) {
            return ExitCodes.USAGE;
        }
        Config config = loaded.config().orElseThrow();
        LOG.info("Configured: {}", summary(loaded));
        if (TopicsReport.print(config.kafka(), err) != ExitCodes.OK) {
            return ExitCodes.FAILED;
        }
        return Shutdown.ofThisProcess().await(starter.start(config));
    }

    /** What differs from the defaults, for the first lines of a log that somebody reads a month later. */
    private static String summary(Loaded<Config> loaded) {
        return loaded.effective().stream()
                .filter(setting -> !setting.origin().equals(Effective.DEFAULT))
                .map(setting -> setting.path() + "=" + setting.value())
                .collect(Collectors.joining(", "));
    }
}
