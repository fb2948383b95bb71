package net.openmeet.matrix.config;

import static net.openmeet.matrix.config.Environments.good;
import static net.openmeet.matrix.config.Environments.leastWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An administrator with a token or a password is enough for a tenant without an application service, and tokens are kept encrypted or not at
 * all. What is missing or wrong is said by its name, and nothing of a key or a password is quoted.
 */
class AuthTest {
    private static final String KEYS = "OPENMEET_CREDENTIALS_KEY_FILE";
    private static final String KEY = "k1:" + "A".repeat(43) + "=";

    @TempDir
    private Path folder;

    private String keys(String text) throws IOException {
        return Files.writeString(folder.resolve("keys"), text).toString();
    }

    /** Without an application service. */
    private static Map<String, String> admin(String... namesAndValues) {
        String[] none = {"MATRIX_APPSERVICE_ID", "", "MATRIX_APPSERVICE_TOKEN", ""};
        return leastWith(Stream.of(none, namesAndValues).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private static String problems(Map<String, String> environment) {
        return ConfigLoader.load(environment).problems().toString();
    }

    @Test
    void anAdministratorsPasswordIsEnough() throws IOException {
        // when
        Config config = good(admin("MATRIX_ADMIN_USER", "admin", "MATRIX_ADMIN_PASSWORD", "secret", KEYS, keys(KEY)));

        // then
        Tenant tenant = config.tenants().getFirst();
        assertThat(tenant.appservice()).isEmpty();
        assertThat(tenant.policy().bot()).isEqualTo(new UserId("admin", "matrix.openmeet.net"));
        assertThat(config.keys().orElseThrow().ids()).containsExactly("k1");
    }

    @Test
    void theAdministratorMayBeGivenByTheirWholeMatrixId() throws IOException {
        Config config = good(admin(
                "MATRIX_ADMIN_USER", "@admin:matrix.openmeet.net", "MATRIX_ADMIN_ACCESS_TOKEN", "t", KEYS, keys(KEY)));
        assertThat(config.tenants().getFirst().admin().orElseThrow().user()).isEqualTo("admin");
    }

    @Test
    void anAdministratorOfAnotherServerIsRefused() throws IOException {
        assertThat(problems(admin(
                        "MATRIX_ADMIN_USER",
                        "@admin:elsewhere.net",
                        "MATRIX_ADMIN_PASSWORD",
                        "secret",
                        KEYS,
                        keys(KEY))))
                .contains("MATRIX_ADMIN_USER");
    }

    @Test
    void withAnApplicationServiceTheAdministratorIsOnlyForWhatNeedsOne() {
        Config config = good(leastWith("MATRIX_ADMIN_USER", "admin", "MATRIX_ADMIN_ACCESS_TOKEN", "t"));
        assertThat(config.tenants().getFirst().appservice()).isPresent();
        assertThat(config.keys()).isEmpty();
    }

    @Test
    void withoutAKeyFileTokensAreNotKept() {
        assertThat(problems(admin("MATRIX_ADMIN_USER", "admin", "MATRIX_ADMIN_PASSWORD", "sEcReT")))
                .contains(KEYS, "ciTenantA", "is not set")
                .doesNotContain("sEcReT");
    }

    @Test
    void anAdministratorWithNothingToLogInWithIsRefused() throws IOException {
        assertThat(problems(admin("MATRIX_ADMIN_USER", "admin", KEYS, keys(KEY))))
                .contains("MATRIX_ADMIN_USER", "an access token or a password");
    }

    @Test
    void aKeyFileThatHoldsNoKeysIsSaidWithoutQuotingIt() throws IOException {
        assertThat(problems(admin(
                        "MATRIX_ADMIN_USER", "admin", "MATRIX_ADMIN_PASSWORD", "secret", KEYS, keys("k1:sEcReT!"))))
                .contains(KEYS, "line 1")
                .doesNotContain("sEcReT");
    }

    @Test
    void aKeyFileThatIsNotThereIsSaid() {
        assertThat(problems(admin(
                        "MATRIX_ADMIN_USER",
                        "admin",
                        "MATRIX_ADMIN_PASSWORD",
                        "secret",
                        KEYS,
                        folder.resolve("none").toString())))
                .contains(KEYS, "can't read");
    }

    @Test
    void neitherAnApplicationServiceNorAnAdministratorIsSaid() {
        assertThat(problems(admin())).contains("MATRIX_APPSERVICE_ID", "is not set");
    }
}
