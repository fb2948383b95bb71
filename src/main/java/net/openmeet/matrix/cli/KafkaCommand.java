package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import net.openmeet.matrix.config.ConfigLoader;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.config.Loaded;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that needs the settings of Kafka and no others: no tenant's secrets, no key file. */
abstract class KafkaCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    KafkaCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Does it; the exit code. */
    abstract int call(Kafka kafka, PrintWriter out, PrintWriter err);

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Loaded<Kafka> loaded = ConfigLoader.loadKafka(environment);
        if (loaded.config().isEmpty()) {
            return Problems.print(loaded, err);
        }
        Kafka kafka = loaded.config().get();
        try {
            return call(kafka, out, err);
        } catch (KafkaException e) {
            // Kafka's own messages leave the address out.
            throw new KafkaException("Expected an answer from Kafka at " + kafka.bootstrapServers(), e);
        } finally {
            out.flush();
            err.flush();
        }
    }
}
