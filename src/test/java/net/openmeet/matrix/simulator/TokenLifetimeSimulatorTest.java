package net.openmeet.matrix.simulator;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** The simulator's tokens end as Synapse's do. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenLifetimeSimulatorTest implements TokenLifetimeContract {
    private final MatrixSimulator simulator = MatrixSimulator.start(SimulatorSettings.usual()
            .withLogins(LoginSettings.usual()
                    .withLifetimes(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(6))));

    @Override
    public Cast cast() {
        return new Cast(simulator.subject());
    }

    @AfterAll
    void close() {
        simulator.close();
    }
}
