package net.openmeet.matrix.simulator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The simulator leaves logging in to somebody else as Synapse does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DelegatedLoginSimulatorTest implements DelegatedLoginContract {
    private final MatrixSimulator simulator = MatrixSimulator.start(
            SimulatorSettings.usual().withLogins(LoginSettings.usual().withDelegation()));

    @Override
    public Cast cast() {
        return new Cast(simulator.subject());
    }

    @AfterAll
    void close() {
        simulator.close();
    }
}
