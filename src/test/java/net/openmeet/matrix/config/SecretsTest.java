package net.openmeet.matrix.config;

import static net.openmeet.matrix.config.Environments.AS_TOKEN;
import static net.openmeet.matrix.config.Environments.good;
import static net.openmeet.matrix.config.Environments.leastWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.openmeet.matrix.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A secret never shows: not in the tree's text, its JSON, a message, or what is printed of the configuration. It may be in a file,
 * which is read anew each time, and is never in two places.
 */
class SecretsTest {
    private static final String SECRET = "sEcReT-2f9c";

    @TempDir
    private Path folder;

    @Test
    void noSecretIsInAnyTextOfTheConfiguration() {
        // given
        Map<String, String> environment = leastWith(
                "MATRIX_APPSERVICE_TOKEN", SECRET,
                "MATRIX_ADMIN_USER", "admin",
                "MATRIX_ADMIN_ACCESS_TOKEN", SECRET,
                "MATRIX_ADMIN_PASSWORD", SECRET,
                "OPENMEET_API_TOKEN", SECRET,
                "OPENMEET_KAFKA_SASL_JAAS_CONFIG", "login required password=\"" + SECRET + "\";",
                "OPENMEET_KAFKA_CONSUMER_SSL_KEY_PASSWORD", SECRET,
                "OPENMEET_KAFKA_MY_PLUGIN_CLIENT_SECRET", SECRET);
        // when
        Loaded<Config> loaded = ConfigLoader.load(environment);
        // then
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.toString()).doesNotContain(SECRET);
        assertThat(new String(Json.write(loaded.config().orElseThrow().kafka().secrets()), StandardCharsets.UTF_8))
                .doesNotContain(SECRET)
                .contains("********");
        assertThat(loaded.config().orElseThrow().kafka().streams())
                .containsEntry("sasl.jaas.config", "login required password=\"" + SECRET + "\";")
                .containsEntry("consumer.ssl.key.password", SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MATRIX_APPSERVICE_TOKEN",
                "MATRIX_ADMIN_ACCESS_TOKEN",
                "MATRIX_ADMIN_PASSWORD",
                "OPENMEET_API_TOKEN",
                "OPENMEET_KAFKA_SASL_JAAS_CONFIG"
            })
    void aSecretMayBeInAFileButNotInTwoPlaces(String name) throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        // when
        Config config = good(leastWith(
                "MATRIX_ADMIN_USER",
                "admin",
                name,
                "",
                name + "_FILE",
                file.toString(),
                "MATRIX_APPSERVICE_TOKEN",
                name.equals("MATRIX_APPSERVICE_TOKEN") ? "" : AS_TOKEN));
        Loaded<Config> both = ConfigLoader.load(
                leastWith("MATRIX_ADMIN_USER", "admin", name, SECRET, name + "_FILE", file.toString()));
        // then
        assertThat(config.toString()).contains("******** (in " + file + ")").doesNotContain(SECRET);
        assertThat(both.problems())
                .containsExactly(name + " and " + name + "_FILE: both are set; keep the one that is meant");
        assertThat(both.toString()).doesNotContain(SECRET);
    }

    @Test
    void aFileIsReadAnewEachTime() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        Secret token = good(leastWith("MATRIX_APPSERVICE_TOKEN", "", "MATRIX_APPSERVICE_TOKEN_FILE", file.toString()))
                .tenants()
                .getFirst()
                .appservice()
                .orElseThrow()
                .token();
        assertThat(token.read()).isEqualTo("first");
        // when
        Files.writeString(file, "  second  ");
        // then
        assertThat(token.read()).isEqualTo("second");
        assertThat(token.file()).contains(file);
    }

    @Test
    void aFileThatIsMissingOrEmptyIsNamed() throws IOException {
        // given
        Path absent = folder.resolve("absent");
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        // when
        Loaded<Config> loaded = ConfigLoader.load(leastWith(
                "MATRIX_APPSERVICE_TOKEN", "",
                "MATRIX_APPSERVICE_TOKEN_FILE", absent.toString(),
                "OPENMEET_API_TOKEN_FILE", empty.toString()));
        // then
        assertThat(loaded.problems())
                .containsExactlyInAnyOrder(
                        "MATRIX_APPSERVICE_TOKEN_FILE: expected a secret in " + absent + ", but can't read it",
                        "OPENMEET_API_TOKEN_FILE: expected a secret in " + empty + ", but it is empty");
        assertThatThrownBy(() -> Secret.in(absent).read()).hasMessageContaining(absent.toString());
    }

    @Test
    void aFileThatIsNoTextIsNotQuoted() throws IOException {
        // given
        Path file = Files.write(folder.resolve("binary"), new byte[] {'s', 'E', 'c', (byte) 0xff, (byte) 0xfe});
        // when then
        assertThatThrownBy(() -> Secret.in(file).read())
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("sEc");
    }

    @Test
    void brokenYamlIsLocatedButNotQuoted() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("config.yaml"), "http:\n  api-token: \"" + SECRET + "\n");
        // when
        Loaded<Config> loaded = ConfigLoader.load(Map.of("OPENMEET_CONFIG", file.toString()));
        // then
        assertThat(loaded.problems())
                .singleElement()
                .asString()
                .startsWith("OPENMEET_CONFIG: not valid YAML: " + file + ", line ")
                .doesNotContain(SECRET);
    }

    @Test
    void aFileMayKeepSecretsInOtherFiles() throws IOException {
        // given
        Path secret = Files.writeString(folder.resolve("jaas"), SECRET);
        Path file = Files.writeString(folder.resolve("config.yaml"), """
                http: {api-token-file: %1$s}
                kafka: {sasl.jaas.config-file: %1$s}
                tenants: [{id: ciTenantA, appservice: {token-file: %1$s}, admin: {user: a, password-file: %1$s}}]
                """.formatted(secret));
        // when
        Config config = good(leastWith("OPENMEET_CONFIG", file.toString(), "MATRIX_APPSERVICE_TOKEN", ""));
        // then
        assertThat(config.http().apiToken().orElseThrow().read()).isEqualTo(SECRET);
        assertThat(config.kafka().streams()).containsEntry("sasl.jaas.config", SECRET);
        assertThat(config.tenants()
                        .getFirst()
                        .admin()
                        .orElseThrow()
                        .password()
                        .orElseThrow()
                        .file())
                .contains(secret);
        assertThat(config.toString()).doesNotContain(SECRET);
    }

    @Test
    void anAddressWithAPasswordIsRefusedWithoutQuotingIt() {
        assertThat(ConfigLoader.load(leastWith("MATRIX_HOME_SERVER", "http://bot:" + SECRET + "@matrix:8008"))
                        .problems())
                .containsExactly("MATRIX_HOME_SERVER: expected an address without user and password");
    }
}
