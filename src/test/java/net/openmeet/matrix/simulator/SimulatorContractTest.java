package net.openmeet.matrix.simulator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The simulator keeps the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatorContractTest implements HomeserverContract {
    private final MatrixSimulator simulator = MatrixSimulator.start();

    @Override
    public Cast cast() {
        SimulatorSettings settings = simulator.settings();
        Appservice service = settings.appservices().getFirst();
        return new Cast(new ContractSubject(
                simulator.baseUrl(),
                settings.serverName(),
                service.asToken(),
                settings.userId(service.senderLocalpart()),
                settings.sharedSecret()));
    }

    @AfterAll
    void close() {
        simulator.close();
    }
}
