package net.openmeet.matrix.config;

import static net.openmeet.matrix.config.Environments.good;
import static net.openmeet.matrix.config.Environments.least;
import static net.openmeet.matrix.config.Environments.leastWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The environment alone configures one tenant, a file many, and the environment beats the file. Everything that is wrong is said at
 * once, each time with the name that somebody wrote and, if it isn't one, the name they probably meant.
 */
class ConfigLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void theEnvironmentAloneConfiguresOneTenant() {
        // when
        Config config = good(least());
        // then
        assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.applicationId()).isEqualTo("openmeet-matrix");
        assertThat(config.stateDir()).isEqualTo(Path.of("/var/state/openmeet-matrix"));
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().apiToken()).isEmpty();
        assertThat(config.otherTenants()).isEqualTo(OtherTenants.DEAD_LETTER);
        Tenant tenant = config.tenants().getFirst();
        assertThat(config.tenants()).hasSize(1);
        assertThat(tenant.homeserver()).isEqualTo(URI.create("http://matrix:8008"));
        assertThat(tenant.appservice().orElseThrow().token().read()).isEqualTo(Environments.AS_TOKEN);
        assertThat(tenant.calls()).isEqualTo(Calls.defaults());
        assertThat(tenant.policy())
                .isEqualTo(Policy.defaults("ciTenantA", new UserId("openmeet-bot", "matrix.openmeet.net")));
    }

    @Test
    void aFileConfiguresManyTenantsWithAPolicyEach() throws IOException {
        // given
        Path file = yaml("""
                kafka:
                  bootstrap.servers: kafka:9092
                policy:
                  room-version: 10
                  levels: {group: {owner: 80}}
                tenants:
                  - id: 007
                    homeserver: https://one.example/
                    server-name: one.example
                    appservice: {localpart: bot, token: first}
                  - id: "two"
                    homeserver: https://two.example
                    server-name: two.example
                    appservice: {localpart: bot, token: second}
                    policy: {room-version: 12, accounts: wait, adopt-legacy: ["@old:two.example"]}
                    calls: {in-flight: 4}
                """);
        // when
        Config config = good(Map.of("OPENMEET_CONFIG", file.toString()));
        // then
        Tenant first = config.tenants().getFirst();
        Tenant second = config.tenants().getLast();
        assertThat(first.id()).isEqualTo("007");
        assertThat(first.homeserver()).isEqualTo(URI.create("https://one.example"));
        assertThat(first.policy().roomVersion()).isEqualTo("10");
        assertThat(first.calls().inFlight()).isEqualTo(8);
        assertThat(second.policy().roomVersion()).isEqualTo("12");
        assertThat(second.policy().accounts()).isEqualTo(Policy.Accounts.WAIT);
        assertThat(second.policy().legacyCreators()).containsExactly(new UserId("old", "two.example"));
        assertThat(second.policy().groupLevels()).containsEntry(net.openmeet.matrix.event.GroupRole.OWNER, 80);
        assertThat(second.calls().inFlight()).isEqualTo(4);
    }

    @Test
    void theEnvironmentBeatsTheFileAndATenantsOwnPolicyBeatsTheSharedOne() throws IOException {
        // given
        Path file = yaml("""
                application-id: from-file
                kafka: {bootstrap: {servers: file:9092}, linger.ms: 5}
                http: {port: 1}
                policy: {room-version: 10, identity: registered-only}
                tenants:
                  - id: ciTenantA
                    homeserver: http://file:8008
                    server-name: file.example
                    appservice: {localpart: file-bot, token-file: /nowhere/file}
                    policy: {room-version: 12}
                """);
        // when
        Config config = good(leastWith(
                "OPENMEET_CONFIG", file.toString(),
                "OPENMEET_APPLICATION_ID", "from-environment",
                "HTTP_PORT", "2",
                "MATRIX_SERVER_NAME", "",
                "OPENMEET_KAFKA_LINGER_MS", "7",
                "OPENMEET_POLICY_ROOM_VERSION", "11",
                "OPENMEET_POLICY_IDENTITY", "registered-or-derived"));
        // then
        assertThat(config.applicationId()).isEqualTo("from-environment");
        assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.kafka().settings()).isEqualTo(Map.of("linger.ms", "7"));
        assertThat(config.http().port()).isEqualTo(2);
        assertThat(config.tenants()).singleElement().satisfies(tenant -> {
            assertThat(tenant.homeserver()).isEqualTo(URI.create("http://matrix:8008"));
            assertThat(tenant.serverName()).isEqualTo("file.example");
            assertThat(tenant.appservice().orElseThrow().localpart()).isEqualTo("openmeet-bot");
            assertThat(tenant.appservice().orElseThrow().token().read()).isEqualTo(Environments.AS_TOKEN);
            assertThat(tenant.policy().roomVersion()).isEqualTo("12");
            assertThat(tenant.policy().identities()).isEqualTo(Policy.Identities.REGISTERED_OR_DERIVED);
        });
    }

    @Test
    void aTenantOfTheEnvironmentJoinsThoseOfTheFile() throws IOException {
        // given
        Path file = yaml(tenant("other", "http://other:8008", "other.example"));
        // when
        Config config = good(leastWith("OPENMEET_CONFIG", file.toString()));
        // then
        assertThat(config.tenants()).extracting(Tenant::id).containsExactly("other", "ciTenantA");
        assertThat(config.tenants().getFirst().appservice().orElseThrow().localpart())
                .isEqualTo("bot");
    }

    @Test
    void theEnvironmentIsAboutTheOnlyTenantOfTheFile() throws IOException {
        // given
        Path file = yaml(tenant("other", "http://other:8008", "other.example"));
        // when
        Config config = good(leastWith("OPENMEET_CONFIG", file.toString(), "OPENMEET_TENANT_ID", ""));
        // then
        assertThat(config.tenants())
                .singleElement()
                .extracting(Tenant::id, Tenant::serverName)
                .containsExactly("other", "matrix.openmeet.net");
    }

    @Test
    void theEnvironmentIsNotGuessedToBeAboutOneOfSeveralTenants() throws IOException {
        // given
        Path file = yaml(tenant("one", "http://one:8008", "one.example")
                + tenant("two", "http://two:8008", "two.example").replace("tenants:\n", ""));
        // when
        List<String> problems = problems(leastWith("OPENMEET_CONFIG", file.toString(), "OPENMEET_TENANT_ID", ""));
        // then
        assertThat(problems)
                .hasSize(4)
                .allSatisfy(problem -> assertThat(problem).contains("set OPENMEET_TENANT_ID, too"))
                .anySatisfy(problem -> assertThat(problem).startsWith("MATRIX_APPSERVICE_TOKEN:"));
    }

    @Test
    void aCanarySingsForATenantThatIsConfigured() {
        // when then
        assertThat(good(least()).canary()).isEmpty();
        assertThat(good(leastWith("OPENMEET_CANARY_TENANT", "ciTenantA")).canary())
                .contains(new Canary("ciTenantA", Duration.ofMinutes(1)));
        assertThat(problems(leastWith("OPENMEET_CANARY_TENANT", "nobody", "OPENMEET_CANARY_EVERY", "0s")))
                .containsExactlyInAnyOrder(
                        "OPENMEET_CANARY_TENANT: is nobody, which is no tenant that is configured",
                        "OPENMEET_CANARY_EVERY: expected a duration above zero, but got 0s");
    }

    @Test
    void allThatIsMissingIsSaidAtOnceByTheNameOfItsVariable() {
        assertThat(problems(Map.of()))
                .containsExactlyInAnyOrder(
                        "KAFKA_BOOTSTRAP_SERVERS: is not set",
                        "OPENMEET_TENANT_ID: is not set",
                        "MATRIX_HOME_SERVER: is not set",
                        "MATRIX_SERVER_NAME: is not set",
                        "MATRIX_APPSERVICE_ID: is not set",
                        "MATRIX_APPSERVICE_TOKEN: is not set");
    }

    @Test
    void allThatIsWrongIsSaidAtOnceByTheNameThatWasWritten() throws IOException {
        // given
        Path file = yaml("""
                kafka:
                  bootstrap.servers: kafka
                  processing.guarantee: at_least_once
                  consumer.fetch.max.bites: 7
                tenants:
                  - id: a/b
                    homeserver: matrix:8008
                    server-name: https://matrix.openmeet.net
                    appservice: {localpart: "@bot:here", token: x}
                    polcy: {room-version: 11}
                    policy:
                      room-version: 9
                      levels: {event: {host: 100}}
                      in-room: {group-roles: [owner, boss]}
                      templates: {alias: "{name}", room-name: "{nmae} Chat"}
                """);
        // when
        List<String> problems =
                problems(Map.of("OPENMEET_CONFIG", file.toString(), "HTTP_PORT", "no", "OPENMEET_TENANT_I", "x"));
        // then
        assertThat(problems)
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).startsWith("kafka.bootstrap.servers: expected host:port"),
                        problem -> assertThat(problem).startsWith("kafka.processing.guarantee: can't be configured: "),
                        problem -> assertThat(problem)
                                .isEqualTo("kafka.consumer.fetch.max.bites: Kafka has no such setting; did you mean"
                                        + " consumer.fetch.max.bytes?"),
                        problem -> assertThat(problem)
                                .startsWith("HTTP_PORT: expected a number from 0 to 65535, but got no"),
                        problem -> assertThat(problem)
                                .isEqualTo(
                                        "OPENMEET_TENANT_I: there is no such setting; did you mean OPENMEET_TENANT_ID?"),
                        problem -> assertThat(problem).startsWith("tenants[0].id: expected"),
                        problem -> assertThat(problem)
                                .startsWith("tenants[0].homeserver: expected an address that begins with http://"),
                        problem -> assertThat(problem).startsWith("tenants[0].server-name: expected"),
                        problem -> assertThat(problem)
                                .startsWith("tenants[0].appservice.localpart: expected the localpart"),
                        problem -> assertThat(problem)
                                .isEqualTo("tenants[0].polcy.room-version: there is no such setting; did you mean"
                                        + " tenants[0].policy.room-version?"),
                        problem -> assertThat(problem)
                                .isEqualTo("tenants[0].policy.room-version: expected 10 or 11 or 12, but got 9"),
                        problem -> assertThat(problem)
                                .startsWith(
                                        "tenants[0].policy.levels.event.host: the bot has level 100 and can neither"),
                        problem -> assertThat(problem)
                                .startsWith("tenants[0].policy.in-room.group-roles: expected owner or admin"),
                        problem -> assertThat(problem)
                                .startsWith("tenants[0].policy.templates.alias: an alias can't hold"),
                        problem -> assertThat(problem)
                                .startsWith("tenants[0].policy.templates.room-name: there is no {nmae}, only {name},")
                                .endsWith("did you mean {name}?"));
    }

    @Test
    void aSettingSharedByTwoTenantsIsFoundWrongOnce() throws IOException {
        // given
        Path file = yaml("policy: {room-version: 1}\n" + tenant("one", "http://one:8008", "one.example")
                + tenant("two", "http://two:8008", "two.example").replace("tenants:\n", ""));
        // when
        List<String> problems = problems(Map.of("OPENMEET_CONFIG", file.toString(), "KAFKA_BOOTSTRAP_SERVERS", "k:1"));
        // then
        assertThat(problems).containsExactly("policy.room-version: expected 10 or 11 or 12, but got 1");
    }

    @Test
    void othersVariablesWithOurPrefixesAreLeftAlone() {
        // given: what Kubernetes sets for services called matrix and openmeet-api, and a setting of OpenMeet's own
        Map<String, String> environment = leastWith(
                "MATRIX_PORT_8008_TCP", "tcp://10.0.0.1:8008",
                "OPENMEET_API_SERVICE_HOST", "10.0.0.2",
                "MATRIX_BASE_URL", "http://matrix:8008",
                "KAFKA_BROKER_ID", "1");
        // when
        Config config = good(environment);
        // then
        assertThat(config.tenants()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENMEET_POLICY_ROOM_VERSON,11,OPENMEET_POLICY_ROOM_VERSION",
        "OPENMEET_STATEDIR,/var/lib/x,OPENMEET_STATE_DIR",
        "OPENMEET_API_TOKEN_FIL,/run/x,OPENMEET_API_TOKEN_FILE",
        "OPENMEET_CALLS_INFLIGHT,3,OPENMEET_CALLS_IN_FLIGHT"
    })
    void aSlipInAVariableIsNotPassedOver(String name, String value, String meant) {
        assertThat(problems(leastWith(name, value)))
                .containsExactly(name + ": there is no such setting; did you mean " + meant + "?");
    }

    @Test
    void aFileThatCanNotBeReadIsTheOnlyProblem() {
        assertThat(problems(
                        Map.of("OPENMEET_CONFIG", folder.resolve("absent.yaml").toString())))
                .containsExactly("OPENMEET_CONFIG: can't read the file " + folder.resolve("absent.yaml"));
    }

    @Test
    void tenantsMayShareWhatTheyHaveInCommonByAnAnchor() throws IOException {
        // given
        Path file = yaml("""
                tenants:
                  - &first
                    id: one
                    homeserver: http://m:8008
                    server-name: m.example
                    appservice: {localpart: bot, token: t}
                  - <<: *first
                    id: two
                """);
        // when
        Config config = good(Map.of("OPENMEET_CONFIG", file.toString(), "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"));
        // then
        assertThat(config.tenants()).extracting(Tenant::id).containsExactly("one", "two");
        assertThat(config.tenants()).extracting(Tenant::serverName).containsOnly("m.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http: {port: 1}\nhttp: {port: 2}\n",
                "kafka: {linger.ms: 1, linger: {ms: 2}}\n",
                "- a\n",
                "just text"
            })
    void aFileThatSaysOneThingTwiceOrNothingIsRefused(String text) throws IOException {
        // given
        Path file = yaml(text);
        // when
        List<String> problems = problems(leastWith("OPENMEET_CONFIG", file.toString()));
        // then
        assertThat(problems)
                .singleElement()
                .asString()
                .containsAnyOf("not valid YAML", "given twice", "expected settings");
    }

    @Test
    void aLogLevelThatIsNoneIsRefusedWhereTheLogItselfWouldPrintEverything() {
        assertThat(problems(leastWith("OPENMEET_LOG_LEVEL", "loud", "OPENMEET_LOG_FORMAT", "xml")))
                .containsExactly(
                        "OPENMEET_LOG_FORMAT: expected text or json",
                        "OPENMEET_LOG_LEVEL: expected TRACE or DEBUG or INFO or WARN or ERROR");
    }

    @Test
    void aTemporaryStateDirIsWarnedOf() {
        // when
        Loaded<Config> loaded = ConfigLoader.load(leastWith("OPENMEET_STATE_DIR", folder.toString()));
        // then
        assertThat(loaded.config()).isPresent();
        assertThat(loaded.warnings()).singleElement().asString().contains("temporary folder");
        assertThat(ConfigLoader.load(least()).warnings()).isEmpty();
    }

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("openmeet.yaml"), text);
    }

    private static String tenant(String id, String homeserver, String serverName) {
        return "tenants:\n  - {id: %s, homeserver: '%s', server-name: %s, appservice: {localpart: bot, token: t}}\n"
                .formatted(id, homeserver, serverName);
    }

    private static List<String> problems(Map<String, String> environment) {
        Loaded<Config> loaded = ConfigLoader.load(environment);
        assertThat(loaded.config()).isEmpty();
        return loaded.problems();
    }
}
