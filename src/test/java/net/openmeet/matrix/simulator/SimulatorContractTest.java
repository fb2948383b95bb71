package net.openmeet.matrix.simulator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The simulator keeps the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatorContractTest implements HomeserverContract {
    private final MatrixSimulator simulator = MatrixSimulator.start();

    @Override
    public Cast cast() {
        return new Cast(simulator.subject());
    }

    @AfterAll
    void close() {
        simulator.close();
    }
}
