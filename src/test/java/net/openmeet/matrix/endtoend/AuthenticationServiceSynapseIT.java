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
import net.openmeet.matrix.fixture.LoginService;
import net.openmeet.matrix.fixture.MatrixProbe;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a homeserver that leaves logins to a Matrix Authentication Service an application service keeps rooms as ever, makes no account, and
 * lets people in who log in for the first time. The other set-up is refused at the start, with the reason.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthenticationServiceSynapseIT {
    private static final String TENANT = "delegated";

    private final LoginService logins = new LoginService();
    private final SynapseServer synapse;
    private final Harness harness;
    private final Town town;

    AuthenticationServiceSynapseIT(SynapseRuntime runtime) {
        synapse = SynapseServer.start(runtime, SynapseOptions.defaults().withExtraYaml(logins.synapseYaml()));
        harness = new Harness(synapse, List.of(TENANT), Policies::impatient);
        town = new Town(harness, TENANT);
    }

    @AfterAll
    void close() {
        harness.close();
        synapse.close();
        logins.close();
    }

    @Test
    void whoNeverLoggedInIsWaitedForAndIsInTheRoomSoonAfterTheyDid() {
        // given
        int event = town.announce("private");
        int ana = town.attendee(event, "participant");
        int ben = town.attendee(event, "host");
        harness.eventually(() -> {
            town.room(event);
            assertThat(harness.gauge("openmeet.matrix.lanes.waiting", "reason", "no-account", "turn", "openmeet"))
                    .isEqualTo(2);
        });

        // when: OpenMeet hears of the name in the middle of the login
        town.publish(town.events().handle(ana, "u" + ana, localpart(ana)));
        String token = logins.logIn(synapse, localpart(ana));

        // then
        harness.eventually(
                () -> assertThat(MatrixProbe.at(synapse.baseUrl(), token).joined(town.room(event)))
                        .contains(town.user(ana)));
        harness.settle();
        assertThat(harness.calls().calls().count("POST", "/_matrix/client/v3/register"))
                .isZero();
        assertThat(harness.probe().joined(town.room(event))).doesNotContain(town.user(ben));
        assertThat(harness.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
    }

    @Test
    void aSetUpThatMintsTokensIsRefusedAtTheStart(@TempDir Path state) {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            // given
            RunningService.createTopics(kafka);
            Admin admin = new Admin("root", Optional.empty(), Optional.of(Secret.of("whatever it is")));
            Config config = RunningService.config(
                    kafka,
                    "openmeet-matrix",
                    state,
                    List.of(RunningService.tenant(
                            "tokens", synapse.baseUrl(), synapse.serverName(), admin, policy -> policy)));

            // when, then
            assertThatThrownBy(() -> RunningService.start(config))
                    .isInstanceOf(Starter.RefusedException.class)
                    .hasMessageContaining("tenant tokens: auth is access-token")
                    .hasMessageContaining("Matrix Authentication Service");
        }
    }

    private String localpart(int person) {
        return town.user(person).substring(1, town.user(person).indexOf(':'));
    }
}
