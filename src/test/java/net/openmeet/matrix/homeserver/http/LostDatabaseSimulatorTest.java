package net.openmeet.matrix.homeserver.http;

import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.simulator.MatrixSimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The simulator loses its database as Synapse does, so that what is proven with it holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostDatabaseSimulatorTest implements LostDatabaseContract {
    private final MatrixSimulator simulator = MatrixSimulator.start();
    private final CallCast cast = new CallCast(
            simulator.baseUrl(),
            simulator.asToken(),
            UserId.parse(simulator.botId()),
            simulator.settings().sharedSecret());

    @Override
    public CallCast cast() {
        return cast;
    }

    @Override
    public void wipe() {
        simulator.wipe();
    }

    @Override
    public Runnable backup() {
        MatrixSimulator.Backup backup = simulator.backup();
        return () -> simulator.restore(backup);
    }

    @AfterAll
    void close() {
        cast.close();
        simulator.close();
    }
}
