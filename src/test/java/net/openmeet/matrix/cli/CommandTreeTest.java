package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts can decide by the exit code, and people by what they read: a wrong command or configuration ends with 2 and says all that is
 * wrong, a failure with 1 and a line. Secrets are never printed.
 */
class CommandTreeTest {
    private static final String SECRET = "sEcReT-77";
    private static final Map<String, String> GOOD = Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
            "OPENMEET_TENANT_ID", "ciTenantA",
            "OPENMEET_STATE_DIR", "/var/lib/openmeet-matrix",
            "MATRIX_HOME_SERVER", "http://matrix:8008",
            "MATRIX_SERVER_NAME", "matrix.openmeet.net",
            "MATRIX_APPSERVICE_ID", "openmeet-bot",
            "MATRIX_APPSERVICE_TOKEN", SECRET);

    @Test
    void theEffectiveConfigurationIsPrintedWithItsOriginsAndWithoutSecrets() {
        // when
        Typed typed = Typed.command(GOOD, "config", "check");
        // then
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        assertThat(typed.out())
                .containsPattern("kafka.bootstrap.servers +kafka:9092 +KAFKA_BOOTSTRAP_SERVERS\n")
                .containsPattern("application-id +openmeet-matrix +default\n")
                .containsPattern("tenants\\[0].appservice.token +\\*+ +MATRIX_APPSERVICE_TOKEN\n")
                .containsPattern("tenants\\[0].policy.room-version +11 +default\n")
                .containsPattern("http.api-token +- +default\n")
                .doesNotContain(SECRET);
        assertThat(typed.err()).isEmpty();
    }

    @Test
    void allProblemsOfAConfigurationArePrintedAndNothingIsStarted() {
        // given
        Map<String, String> environment = new HashMap<>(GOOD);
        environment.put("HTTP_PORT", "http");
        environment.put("MATRIX_HOME_SERVER", "matrix");
        for (String[] command : new String[][] {{"config", "check"}, {"run"}}) {
            // when
            Typed typed = Typed.command(environment, command);
            // then
            assertThat(typed.code()).isEqualTo(ExitCodes.USAGE);
            assertThat(typed.err().lines())
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line).startsWith("error: HTTP_PORT: "))
                    .anySatisfy(line -> assertThat(line).startsWith("error: MATRIX_HOME_SERVER: "));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "topics",
                "config",
                "credentials",
                "credentials list --state x",
                "rum",
                "topics create --drry-run"
            })
    void aWrongCommandIsAnsweredWithTheRightOnes(String command) {
        // when
        Typed typed = Typed.command(GOOD, command.isEmpty() ? new String[0] : command.split(" "));
        // then
        assertThat(typed.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(typed.err())
                .containsAnyOf("Usage: openmeet-matrix", "Did you mean: openmeet-matrix run?", "--dry-run", "--state");
    }

    @Test
    void helpTellsTheExitCodes() {
        assertThat(Typed.command(GOOD, "--help").out()).contains("Exit codes:", "0", "1", "2", "topics", "run");
    }

    @Test
    void theVersionNamesJavaAndKafka() {
        assertThat(Typed.command(GOOD, "--version").out())
                .contains("openmeet-matrix", "Java " + Runtime.version(), "Kafka clients 4.");
    }

    @Test
    void topicsNeedOnlyTheSettingsOfKafka() {
        // when
        Typed typed = Typed.command(Map.of(), "topics", "check");
        // then
        assertThat(typed.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(typed.err()).isEqualTo("error: KAFKA_BOOTSTRAP_SERVERS: is not set\n");
    }

    @Test
    void aKafkaThatCanNotBeReachedIsALineAndNotAStackTrace() {
        // given: nobody listens on port 1
        Map<String, String> environment = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "OPENMEET_KAFKA_ADMIN_DEFAULT_API_TIMEOUT_MS", "500",
                "OPENMEET_KAFKA_ADMIN_REQUEST_TIMEOUT_MS", "400");
        // when
        Typed typed = Typed.command(environment, "topics", "check");
        // then
        assertThat(typed.code()).isEqualTo(ExitCodes.FAILED);
        assertThat(typed.err().lines())
                .singleElement()
                .asString()
                .startsWith("Failed: Expected an answer from Kafka at 127.0.0.1:1: Timed out");
    }
}
