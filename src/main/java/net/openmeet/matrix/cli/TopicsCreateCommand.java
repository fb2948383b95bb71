package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.openmeet.matrix.config.ConfigLoader;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.config.Loaded;
import net.openmeet.matrix.topology.TopicSpec;
import net.openmeet.matrix.topology.TopicsAdmin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the topics that are missing, leaves the others as they are, and checks them all. May be run at any time. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Makes the topics that are missing and leaves the others as they are.")
final class TopicsCreateCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Option(names = "--dry-run", description = "Only say which topics would be made.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    TopicsCreateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Loaded<Kafka> loaded = ConfigLoader.loadKafka(environment);
        if (loaded.config().isEmpty()) {
            return Problems.print(loaded, spec.commandLine().getErr());
        }
        Kafka kafka = loaded.config().get();
        PrintWriter out = spec.commandLine().getOut();
        ClusterQuestion.ask(kafka, this::create).forEach(topic -> print(topic, out));
        out.flush();
        return dryRun ? ExitCodes.OK : TopicsReport.print(kafka, out);
    }

    private List<TopicSpec> create(TopicsAdmin topics) {
        List<TopicSpec> missing = topics.missing();
        if (!dryRun) {
            topics.create(missing);
        }
        return missing;
    }

    private void print(TopicSpec topic, PrintWriter out) {
        out.println((dryRun ? "would create " : "created ") + topic.name() + ": " + topic.partitions()
                + (topic.partitions() == 1 ? " partition, " : " partitions, ") + topic.replication()
                + (topic.replication() == 1 ? " copy, " : " copies, ") + topic.cleanupPolicy());
    }
}
