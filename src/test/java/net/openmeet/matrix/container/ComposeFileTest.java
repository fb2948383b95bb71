package net.openmeet.matrix.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.ConfigLoader;
import net.openmeet.matrix.config.Loaded;
import net.openmeet.matrix.config.Tenant;
import net.openmeet.matrix.fixture.DockerCompose;
import net.openmeet.matrix.fixture.SynapseProvision;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The development set-up starts from a fresh clone without an {@code .env}, and what its homeserver prints may be put into one: the
 * service goes on as it was. docker-compose 1.29.2 reads the file as this test does.
 */
class ComposeFileTest {
    private static final Path EXAMPLE = ComposeFile.FOLDER.resolve(".env.example");
    private static final String SERVICE = "openmeet-matrix";
    private static final Map<String, String> PASTED = Map.of(
            "MATRIX_HOME_SERVER", "http://matrix:8008",
            "MATRIX_SERVER_NAME", "matrix-local.openmeet.test",
            "MATRIX_ADMIN_USER", "@admin:matrix-local.openmeet.test",
            "MATRIX_ADMIN_ACCESS_TOKEN", "syt_YWRtaW4_abc_123");

    private final ComposeFile compose = ComposeFile.with(Map.of());

    @Test
    void dockerComposeOfDebianReadsItAsThisTestDoes() throws IOException {
        // given
        DockerCompose debian = DockerCompose.orSkip();
        // when
        ComposeFile read = ComposeFile.of(debian.config(ComposeFile.FILE));
        // then
        assertThat(read.services()).isEqualTo(compose.services());
        assertThat(read.services()).allSatisfy(name -> {
            assertThat(read.environment(name)).isEqualTo(compose.environment(name));
            assertThat(read.service(name).path("image"))
                    .isEqualTo(compose.service(name).path("image"));
        });
    }

    @Test
    void whatComposeAsksOfDotEnvIsInTheExample() {
        // given
        Set<String> named = new TreeSet<>(DotEnv.read(EXAMPLE).keySet());
        named.addAll(DotEnv.shown(EXAMPLE).keySet());
        // then
        assertThat(named).isEqualTo(ComposeFile.asked());
        assertThat(DotEnv.read(EXAMPLE)).containsOnlyKeys(PASTED.keySet());
    }

    @Test
    void theDefaultsThatTheExampleShowsAreTaken() {
        // given
        Map<String, String> shown = DotEnv.shown(EXAMPLE);
        shown.remove("OPENMEET_CANARY_TENANT");
        // then
        assertThat(ComposeFile.with(shown)).isEqualTo(compose);
    }

    @ParameterizedTest
    @ValueSource(strings = {SERVICE, "topics"})
    void everyVariableIsOneThatTheServiceReads(String name) {
        assertThat(KnownVariables.unknownAmong(compose.environment(name).keySet()))
                .isEmpty();
    }

    @Test
    void theServiceStartsWithoutDotEnv() {
        assertThat(tenant(Map.of()).appservice()).isPresent();
    }

    @Test
    void theServiceStartsWithACopyOfTheExample() {
        assertThat(tenant(DotEnv.read(EXAMPLE)).appservice()).isPresent();
    }

    @Test
    void whatTheHomeserverPrintsChangesNothingButThatTheAdministratorIsKnown() {
        // given
        Tenant plain = tenant(Map.of());
        // when
        Tenant pasted = tenant(PASTED);
        // then
        assertThat(pasted.appservice().map(its -> its.localpart()))
                .isEqualTo(plain.appservice().map(its -> its.localpart()));
        assertThat(pasted.homeserver()).isEqualTo(plain.homeserver());
        assertThat(pasted.serverName()).isEqualTo(plain.serverName());
        assertThat(pasted.policy().bot()).isEqualTo(plain.policy().bot());
        assertThat(pasted.admin()).isPresent();
    }

    @Test
    void withoutAnApplicationServiceTheAdministratorMakesTheRooms() {
        // given
        Map<String, String> dotEnv = new HashMap<>(PASTED);
        dotEnv.put("MATRIX_APPSERVICE_ID", "");
        dotEnv.put("MATRIX_APPSERVICE_TOKEN", "");
        // when
        Tenant tenant = tenant(dotEnv);
        // then
        assertThat(tenant.appservice()).isEmpty();
        assertThat(tenant.policy().bot().localpart()).isEqualTo("admin");
        assertThat(ComposeFile.with(dotEnv).environment("matrix")).containsEntry("MATRIX_APPSERVICE_TOKEN", "");
    }

    @Test
    void upAloneIsEnough() {
        assertThat(compose.condition(SERVICE, "topics")).isEqualTo("service_completed_successfully");
        assertThat(compose.condition(SERVICE, "matrix")).isEqualTo("service_healthy");
        assertThat(compose.condition("topics", "kafka")).isEqualTo("service_healthy");
        assertThat(List.of("matrix", "kafka"))
                .allSatisfy(name ->
                        assertThat(compose.service(name).has("healthcheck")).isTrue());
        assertThat(compose.service("topics").path("command").toString()).isEqualTo("[\"topics\",\"create\"]");
    }

    @Test
    void everyImageIsPinnedAndTheHomeserverAndBrokerAreThoseOfTheTests() {
        // given
        List<String> images = compose.services().stream()
                .map(name -> compose.service(name).path("image").asText())
                .filter(image -> !image.equals("openmeet-matrix:dev"))
                .toList();
        // then
        assertThat(images)
                .allSatisfy(image -> assertThat(image).matches(".+:v?\\d+\\.\\d+\\.\\d+"))
                .contains(SynapseProvision.IMAGE, "apache/kafka:" + AppInfoParser.getVersion());
    }

    @Test
    void prometheusFindsTheServiceAndGrafanaFindsPrometheus() throws IOException {
        assertThat(compose.services()).contains(SERVICE, "prometheus");
        assertThat(Files.readString(Path.of("docker/prometheus/prometheus.yml")))
                .contains("targets: [" + SERVICE + ":8080]");
        assertThat(Files.readString(Path.of("docker/grafana/provisioning/datasources/prometheus.yml")))
                .contains("url: http://prometheus:9090");
        assertThat(Files.readString(Path.of("docker/grafana/provisioning/dashboards/openmeet-matrix.yml")))
                .contains("path: /var/lib/grafana/dashboards");
    }

    @Test
    void everyFileThatIsMountedIsThere() {
        for (String name : compose.services()) {
            for (JsonNode volume : compose.service(name).path("volumes")) {
                String from = volume.asText().split(":", 2)[0];
                if (from.startsWith("./")) {
                    assertThat(ComposeFile.FOLDER.resolve(from)).exists();
                }
            }
        }
    }

    private static Tenant tenant(Map<String, String> dotEnv) {
        Map<String, String> environment = ComposeFile.with(dotEnv).environment(SERVICE);
        environment.put("OPENMEET_CREDENTIALS_KEY_FILE", "docker/development/credentials.key");
        environment.put("OPENMEET_STATE_DIR", "/var/lib/openmeet-matrix");
        Loaded<Config> loaded = ConfigLoader.load(environment);
        assertThat(loaded.problems()).isEmpty();
        List<Tenant> tenants = loaded.config().orElseThrow().tenants();
        assertThat(tenants).hasSize(1);
        return tenants.getFirst();
    }
}
