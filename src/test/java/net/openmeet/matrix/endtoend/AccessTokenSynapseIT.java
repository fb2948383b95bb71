package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.config.Admin;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.fixture.CountedCall;
import net.openmeet.matrix.fixture.MatrixActor;
import net.openmeet.matrix.fixture.MatrixProbe;
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
 * Without an application service an administrator's password is enough: the service logs in, gets a token for each person, and keeps
 * rooms as OpenMeet says. Whatever becomes of a token, or of the whole homeserver, the work is done and Matrix ids stay the same.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessTokenSynapseIT {
    private static final String TENANT = "tokens";
    private static final String PASSWORD = "correct horse battery staple";

    private final SynapseServer synapse;
    private final Harness harness;
    private final Town town;
    private final CapturedLogs logs = new CapturedLogs();

    AccessTokenSynapseIT(SynapseRuntime runtime) {
        synapse = SynapseServer.start(runtime, SynapseOptions.defaults().withAliasNamespace("meetup-.*"));
        synapse.registerAdmin("root", PASSWORD);
        Admin admin = new Admin("root", Optional.empty(), Optional.of(Secret.of(PASSWORD)));
        harness = new Harness(
                synapse,
                homeserver -> List.of(
                        RunningService.tenant(TENANT, homeserver, synapse.serverName(), admin, Policies::watchful)));
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
    void aTokenLoggedOutBehindOurBackIsReplacedAndTheOperationDone() {
        // given
        int ana = town.person();
        int event = announceWith(ana);
        harness.eventually(() -> assertJoined(event, ana));
        String dead = newest(ana);

        // when
        as(dead).logout().orFail();
        int other = announceWith(ana);
        harness.eventually(() -> assertJoined(other, ana));

        // then
        assertThat(newest(ana)).isNotEqualTo(dead);
        assertThat(loginsAs(ana)).isEqualTo(2);
        assertNothingIsDeadLettered();
    }

    @Test
    @Order(2)
    void anAdministratorWhoIsLoggedOutLogsInAgainByPassword() {
        // given
        String root = harness.user("root");
        int ana = town.person();
        int event = announceWith(ana);
        harness.eventually(() -> assertJoined(event, ana));
        String dead = harness.calls().tap().newest(root);

        // when: a room and a token for somebody new both need them
        as(dead).logout().orFail();
        int ben = town.person();
        int other = announceWith(ben);
        harness.eventually(() -> assertJoined(other, ben));

        // then
        assertThat(harness.calls().tap().newest(root)).isNotEqualTo(dead);
        assertThat(harness.calls().calls().count("POST", "/_matrix/client/v3/login"))
                .isEqualTo(2);
        assertNothingIsDeadLettered();
    }

    @Test
    @Order(3)
    void aResetEndsTheTokenAndTheNextOperationGetsAnother() {
        // given
        int ana = town.person();
        int event = announceWith(ana);
        harness.eventually(() -> assertJoined(event, ana));
        String leaked = newest(ana);

        // when
        ask(ana, "{\"op\":\"reset\",\"by\":\"ops\",\"reason\":\"leak\"}");

        // then
        harness.eventually(() -> assertThat(
                        MatrixProbe.at(synapse.baseUrl(), leaked).whoAmI().status())
                .isEqualTo(401));
        assertThat(loginsAs(ana)).isEqualTo(1);

        // when
        int other = announceWith(ana);
        harness.eventually(() -> assertJoined(other, ana));

        // then
        assertThat(newest(ana)).isNotEqualTo(leaked);
        assertThat(MatrixProbe.at(synapse.baseUrl(), newest(ana))
                        .whoAmI()
                        .orFail()
                        .path("user_id")
                        .asText())
                .isEqualTo(town.user(ana));
        assertThat(loginsAs(ana)).isEqualTo(2);
    }

    @Test
    @Order(4)
    void aPasswordIsEnoughAndAWipeLosesNothing() {
        // given
        int ana = town.person();
        int ben = town.person();
        int event = announceWith(ana, ben);
        harness.eventually(() -> assertJoined(event, ana, ben));

        // when
        synapse.wipe();
        synapse.registerAdmin("root", PASSWORD);
        harness.eventually(() -> assertJoined(event, ana, ben));

        // then
        harness.settle();
        assertJoined(event, ana, ben);
    }

    @Test
    @Order(5)
    void noneOfTheTokensOfAllThisIsAnywhereToBeRead(@TempDir Path folder) throws IOException {
        String key = "cmVhZCBieSBub2JvZHksIGFuZCBieSBubyBtYWNoaW4=";
        Path keys = Files.writeString(folder.resolve("keys"), "2026:" + key);
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
                        "MATRIX_ADMIN_USER",
                        "root",
                        "MATRIX_ADMIN_PASSWORD",
                        PASSWORD,
                        "MATRIX_ADMIN_ACCESS_TOKEN",
                        harness.calls().tap().newest(harness.user("root")),
                        "OPENMEET_CREDENTIALS_KEY_FILE",
                        keys.toString()));
        // What is no secret is found where it must be: the search sees.
        assertThat(leaks.of("tokens/user/@u"))
                .containsKeys("logs", Topics.CREDENTIALS, Topics.CREDENTIAL_REPAIR)
                .containsKeys("credentials list", "credentials list --json", "credentials show")
                .containsKeys("credentials reset --all --reason leak");
        assertThat(leaks.of("MATRIX_ADMIN_ACCESS_TOKEN")).containsOnlyKeys("config check");
        assertThat(leaks.of("RUNNING")).containsKeys("/health", "/health/live", "/health/ready");
        assertThat(leaks.of("openmeet_matrix_credentials")).containsKeys("/metrics");
        assertThat(leaks.searched()).contains("__consumer_offsets", "__transaction_state");
        assertThat(harness.calls().tap().tokens()).hasSizeGreaterThan(10);
        assertThat(leaks.of(harness.calls().tap().tokens())).isEmpty();
        assertThat(leaks.of(List.of(PASSWORD, key))).isEmpty();
    }

    /** A new event of which the first of them is the host. */
    private int announceWith(int... people) {
        int event = town.announce("private");
        for (int person : people) {
            town.attend(event, person, person == people[0] ? "host" : "participant");
        }
        return event;
    }

    /** As the first of them sees it: the application service of this homeserver isn't the service's. */
    private void assertJoined(int event, int... ids) {
        assertThat(joined(event, ids[0]))
                .containsAll(Arrays.stream(ids).mapToObj(town::user).toList())
                .contains(harness.user("root"));
    }

    private Iterable<String> joined(int event, int asSeenBy) {
        return harness.probe().as(town.user(asSeenBy)).joined(town.room(event));
    }

    private void assertNothingIsDeadLettered() {
        assertThat(harness.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
    }

    private String newest(int person) {
        return harness.calls().tap().newest(town.user(person));
    }

    private long loginsAs(int person) {
        return harness.calls().calls().list().stream()
                .map(CountedCall::path)
                .filter(path -> path.endsWith("/login") && path.contains("u" + person + "_" + TENANT))
                .count();
    }

    private MatrixActor as(String token) {
        return MatrixProbe.at(synapse.baseUrl(), token).actor();
    }

    private void ask(int person, String request) {
        harness.ask(Topics.CREDENTIAL_REPAIR, keyOf(person), request);
    }

    private String keyOf(int person) {
        return CredentialKey.of(TENANT, UserId.parse(town.user(person))).toString();
    }
}
