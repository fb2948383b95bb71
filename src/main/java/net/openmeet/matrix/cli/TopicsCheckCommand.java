package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import net.openmeet.matrix.config.ConfigLoader;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.config.Loaded;
import net.openmeet.matrix.topology.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares the topics on the cluster with the catalogue. Changes nothing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Compares the topics with what the service needs and names the command that mends each.")
final class TopicsCheckCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    TopicsCheckCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Loaded<Kafka> loaded = ConfigLoader.loadKafka(environment);
        if (loaded.config().isEmpty()) {
            return Problems.print(loaded, spec.commandLine().getErr());
        }
        PrintWriter out = spec.commandLine().getOut();
        int code = TopicsReport.print(loaded.config().get(), out);
        if (code == ExitCodes.OK) {
            out.println("The " + Topics.all().size() + " topics are as they must be.");
            out.flush();
        }
        return code;
    }
}
