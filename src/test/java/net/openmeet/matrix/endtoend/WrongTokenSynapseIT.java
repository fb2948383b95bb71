package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.config.Calls;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * With an application service's token that is wrong in its file everything waits and nothing is dead-lettered. Once the file is corrected
 * everything flows, without a restart; neither token is anywhere to be read.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WrongTokenSynapseIT {
    private static final String TENANT = "wrong";
    private static final String WRONG = "0123456789-the-wrong-as-token";

    private final SynapseServer synapse;
    private final Path file;
    private final Harness harness;
    private final Town town;
    private final CapturedLogs logs = new CapturedLogs();

    WrongTokenSynapseIT(SynapseRuntime runtime, @TempDir Path folder) {
        file = folder.resolve("as_token");
        write(WRONG);
        synapse = SynapseServer.start(runtime, SynapseOptions.defaults());
        harness = new Harness(
                synapse,
                homeserver -> List.of(RunningService.tenant(
                        TENANT,
                        homeserver,
                        UserId.parse(synapse.botId()),
                        Secret.in(file),
                        policy -> policy,
                        Calls.defaults())));
        town = new Town(harness, TENANT);
    }

    @AfterAll
    void close() {
        harness.close();
        synapse.close();
        logs.close();
    }

    @Test
    @Order(1)
    void everythingWaitsForTheRightTokenAndThenFlows() {
        // given
        int event = town.announce("public");
        int host = town.attendee(event, "host");
        int other = town.announce("private");
        int guest = town.attendee(other, "participant");
        harness.eventually(() -> assertThat(credentials("suspended")).isEqualTo(1));
        assertThat(harness.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();

        // when
        write(synapse.asToken());

        // then
        town.awaitRoom(event, host);
        town.awaitRoom(other, guest);
        harness.eventually(() -> assertThat(credentials("valid")).isEqualTo(1));
        assertThat(credentials("suspended")).isZero();
        harness.settle();
        assertThat(harness.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
    }

    @Test
    @Order(2)
    void neitherTokenIsAnywhereToBeRead() {
        Leaks leaks = new Leaks(
                harness,
                logs,
                Map.of(
                        "OPENMEET_TENANT_ID",
                        TENANT,
                        "MATRIX_HOME_SERVER",
                        "http://matrix:8008",
                        "MATRIX_SERVER_NAME",
                        synapse.serverName(),
                        "MATRIX_APPSERVICE_ID",
                        "openmeet-bot",
                        "MATRIX_APPSERVICE_TOKEN_FILE",
                        file.toString()));
        assertThat(leaks.of(TENANT + "/appservice")).containsKeys("logs", Topics.CREDENTIALS, "credentials show");
        assertThat(leaks.of("MATRIX_APPSERVICE_TOKEN_FILE")).containsOnlyKeys("config check");
        assertThat(leaks.of(List.of(WRONG, synapse.asToken()))).isEmpty();
    }

    private double credentials(String state) {
        return harness.gauge("openmeet.matrix.credentials", "tenant", TENANT, "kind", "appservice", "state", state);
    }

    private void write(String token) {
        try {
            Files.writeString(file, token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
