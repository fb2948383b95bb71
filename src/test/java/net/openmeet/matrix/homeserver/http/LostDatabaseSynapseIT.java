package net.openmeet.matrix.homeserver.http;

import static org.awaitility.Awaitility.await;

import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** A real Synapse that loses its database shows it by the bot's marks alone: the application service's token still works. */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostDatabaseSynapseIT implements LostDatabaseContract {
    private final SynapseServer synapse;
    private final CallCast cast;

    LostDatabaseSynapseIT(SynapseRuntime runtime) {
        // The shared one has other classes' rooms in it.
        synapse = SynapseServer.start(runtime, SynapseOptions.defaults());
        cast = new CallCast(
                synapse.baseUrl(), synapse.asToken(), UserId.parse(synapse.botId()), synapse.registrationSecret());
    }

    @Override
    public CallCast cast() {
        return cast;
    }

    @Override
    public void wipe() {
        synapse.wipe();
        forgetConnections();
    }

    @Override
    public Runnable backup() {
        SynapseServer.DatabaseBackup backup = synapse.backup();
        forgetConnections();
        return () -> {
            synapse.restore(backup);
            forgetConnections();
        };
    }

    /** The first call on a connection that was open while the server restarted is lost. */
    private void forgetConnections() {
        await().until(() -> cast.send(new MatrixCall.WhoAmI()) instanceof Outcome.Applied);
    }

    @AfterAll
    void close() {
        cast.close();
        synapse.close();
    }
}
