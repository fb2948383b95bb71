package net.openmeet.matrix.dev;

import java.net.URI;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseProvision;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.simulator.SimulatorSettings;

/**
 * The homeserver of the development loop.
 *
 * @param name for people
 * @param running what to close at the end
 */
record DevHomeserver(String name, URI baseUrl, UserId bot, String asToken, AutoCloseable running) {

    /** The simulator, or a real Synapse.
     *
     * @throws IllegalStateException if a real one was asked for and this machine can't run it
     */
    static DevHomeserver start(boolean real) {
        return real ? synapse() : simulator();
    }

    private static DevHomeserver simulator() {
        SimulatorSettings settings = SimulatorSettings.usual();
        MatrixSimulator simulator = MatrixSimulator.start(settings);
        var appservice = settings.appservices().getFirst();
        return new DevHomeserver(
                "in-process simulator",
                simulator.baseUrl(),
                new UserId(appservice.senderLocalpart(), settings.serverName()),
                appservice.asToken(),
                simulator);
    }

    private static DevHomeserver synapse() {
        SynapseProvision provision = SynapseProvision.find();
        if (provision instanceof SynapseProvision.Available found) {
            SynapseServer server = SynapseServer.start(found.runtime(), SynapseOptions.defaults());
            UserId bot = UserId.parse(server.botId());
            return new DevHomeserver(found.version(), server.baseUrl(), bot, server.asToken(), server);
        }
        throw new IllegalStateException("No Synapse on this machine: " + provision);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return name + " at " + baseUrl;
    }
}
