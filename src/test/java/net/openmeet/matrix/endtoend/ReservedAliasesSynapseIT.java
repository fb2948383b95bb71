package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.cli.Starter;
import net.openmeet.matrix.config.Admin;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the aliases of rooms are an application service's alone, an administrator's token can make no room, and that is said at the start.
 * Elsewhere it costs one room, once.
 */
@WithSynapse
class ReservedAliasesSynapseIT {
    private static final String TENANT = "reserved";

    @Test
    void aSetUpThatCanMakeNoRoomIsRefusedAtTheStart(SynapseServer synapse, @TempDir Path state) {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            // given
            RunningService.createTopics(kafka);
            Config config = RunningService.config(
                    kafka,
                    "openmeet-matrix",
                    state,
                    List.of(RunningService.tenant(
                            TENANT, synapse.baseUrl(), synapse.serverName(), admin(synapse), policy -> policy)));

            // when, then
            assertThatThrownBy(() -> RunningService.start(config))
                    .isInstanceOf(Starter.RefusedException.class)
                    .hasMessageContaining("aliases such as #event-")
                    .hasMessageContaining("for an application service only");
        }
    }

    @Test
    void whereItCanTheFirstStartMakesTheOneRoomThatShowsIt(SynapseRuntime runtime) {
        try (SynapseServer synapse =
                SynapseServer.start(runtime, SynapseOptions.defaults().withAliasNamespace("meetup-.*"))) {
            // given
            Admin admin = admin(synapse);
            Harness harness = new Harness(
                    synapse,
                    homeserver -> List.of(
                            RunningService.tenant(TENANT, homeserver, synapse.serverName(), admin, policy -> policy)));

            // when
            harness.whileDown(() -> {});

            // then
            assertThat(harness.room("event-openmeet-matrix-check-" + TENANT)).isNotEmpty();
            assertThat(harness.calls().calls().count("POST", "/_matrix/client/v3/createRoom"))
                    .isEqualTo(1);
            harness.close();
        }
    }

    private static Admin admin(SynapseServer synapse) {
        String token = synapse.registerAdmin("reserving-root", "a password").accessToken();
        return new Admin("reserving-root", Optional.of(Secret.of(token)), Optional.empty());
    }
}
