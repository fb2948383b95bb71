package net.openmeet.matrix.simulator;

import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** How the tokens of a real Synapse end. */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenLifetimeSynapseIT implements TokenLifetimeContract {
    private static final SynapseOptions SHORT_LIVED = SynapseOptions.defaults()
            .withExtraYaml("{refreshable_access_token_lifetime: 2s, nonrefreshable_access_token_lifetime: 3s,"
                    + " refresh_token_lifetime: 6s}");

    private SynapseServer synapse;

    @BeforeAll
    void start(SynapseRuntime runtime) {
        synapse = SynapseServer.start(runtime, SHORT_LIVED);
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
