package net.openmeet.matrix.benchmark;

import java.io.IOException;
import java.time.Duration;
import net.openmeet.matrix.simulator.Endpoint;
import net.openmeet.matrix.simulator.MatrixSimulator;

/**
 * The homeserver: the simulator, each call taking as many milliseconds as the first argument says. Asked {@code url}, or {@code JOIN
 * 2000}: answers when so many of these calls came in since the last such question.
 */
public final class HomeserverProcess {
    private static final Duration GLANCE = Duration.ofMillis(1);

    private HomeserverProcess() {}

    public static void main(String[] args) throws IOException {
        Duration latency = Duration.ofMillis(Long.parseLong(args[0]));
        try (MatrixSimulator simulator = MatrixSimulator.start()) {
            simulator.delayEach(endpoint -> latency);
            Child.serve(question ->
                    question.equals("url") ? simulator.baseUrl().toString() : await(simulator, question.split(" ")));
        }
    }

    private static String await(MatrixSimulator simulator, String[] words) {
        Endpoint endpoint = Endpoint.valueOf(words[0]);
        long wanted = Long.parseLong(words[1]);
        Wait.until("they came", GLANCE, () -> simulator.calls().count(endpoint) >= wanted);
        String counts = simulator.calls().counts().toString();
        simulator.calls().clear();
        return counts;
    }
}
