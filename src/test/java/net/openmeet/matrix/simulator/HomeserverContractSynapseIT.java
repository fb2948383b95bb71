package net.openmeet.matrix.simulator;

import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;

/** A real Synapse keeps the contract: what the simulator imitates is how Synapse is. */
@WithSynapse
class HomeserverContractSynapseIT implements HomeserverContract {
    private final Cast cast;

    HomeserverContractSynapseIT(SynapseServer synapse) {
        cast = new Cast(new ContractSubject(
                synapse.baseUrl(),
                synapse.serverName(),
                synapse.asToken(),
                synapse.botId(),
                synapse.registrationSecret()));
    }

    @Override
    public Cast cast() {
        return cast;
    }
}
