package net.openmeet.matrix.endtoend;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import net.openmeet.matrix.cli.CommandTree;

/** Commands as an operator types them, who knows where Kafka is. */
final class Console {
    private final Map<String, String> environment;

    Console(Harness harness) {
        this(harness, Map.of());
    }

    /** @param settings what else is set where they are typed */
    Console(Harness harness, Map<String, String> settings) {
        environment = new HashMap<>(settings);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", harness.kafka().bootstrapServers());
    }

    /** All that a command printed, problems as well. */
    String type(String... words) {
        StringWriter said = new StringWriter();
        PrintWriter screen = new PrintWriter(said);
        CommandTree.with(environment, config -> {
                    throw new AssertionError("nobody asked for a start");
                })
                .setOut(screen)
                .setErr(screen)
                .execute(words);
        return said.toString();
    }
}
