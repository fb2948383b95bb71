package net.openmeet.matrix.simulator;

import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A real Synapse whose authentication service is down all the while: nothing in the contract needs it. */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DelegatedLoginSynapseIT implements DelegatedLoginContract {
    /** Nobody listens on port 1. */
    private static final SynapseOptions DELEGATING = SynapseOptions.defaults()
            .withExtraYaml("{matrix_authentication_service: {enabled: true, endpoint: 'http://127.0.0.1:1/',"
                    + " secret: 'test-secret'}, password_config: {enabled: false}}");

    private SynapseServer synapse;

    @BeforeAll
    void start(SynapseRuntime runtime) {
        synapse = SynapseServer.start(runtime, DELEGATING);
    }

    @Override
    public Cast cast() {
        return new Cast(new ContractSubject(
                synapse.baseUrl(),
                synapse.serverName(),
                synapse.asToken(),
                synapse.botId(),
                synapse.registrationSecret()));
    }

    @AfterAll
    void close() {
        synapse.close();
    }
}
