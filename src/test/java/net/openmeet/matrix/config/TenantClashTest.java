package net.openmeet.matrix.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two tenants whose Matrix ids or aliases on one homeserver could be equal don't start together. On two homeservers they do.
 */
class TenantClashTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"ciTenantA,citenanta", "a,b_a", "a-b,B", "x_y,Y", "one_TWO,two"})
    void tenantsThatCouldShareIdsAreRefusedOnOneHomeserver(String one, String other) throws IOException {
        assertThat(problems(one, "http://m:1", "m.example", other, "http://m:1", "M.example", ""))
                .singleElement()
                .asString()
                .startsWith("tenants " + one + " and " + other + ": would share Matrix ids on m.example");
    }

    @ParameterizedTest
    @CsvSource({"a,b", "a,ba", "tenant-a,tenant-b", "a_b,a_c"})
    void otherTenantsMayShareAHomeserver(String one, String other) throws IOException {
        assertThat(problems(one, "http://m:1", "m.example", other, "http://m:1", "m.example", ""))
                .isEmpty();
    }

    @Test
    void onTwoHomeserversTheyMayBeEqualButForTheId() throws IOException {
        assertThat(problems("a", "http://m:1", "m.example", "A", "http://n:1", "n.example", ""))
                .isEmpty();
        assertThat(problems("a", "http://m:1", "m.example", "a", "http://n:1", "n.example", ""))
                .containsExactly("tenants a and a: are one and the same id");
    }

    @Test
    void oneHomeserverHasOneNameAndOneLimit() throws IOException {
        assertThat(problems("a", "http://m:1", "m.example", "b", "http://m:1", "n.example", "calls: {in-flight: 3}"))
                .containsExactlyInAnyOrder(
                        "tenants a and b: give the homeserver http://m:1 two server names",
                        "tenants a and b: share http://m:1 and its calls.in-flight, but give it two values");
    }

    @Test
    void tenantsOnOneHomeserverNeedTheTenantInTheirAliases() throws IOException {
        assertThat(problems(
                        "a",
                        "http://m:1",
                        "m.example",
                        "b",
                        "http://m:1",
                        "m.example",
                        "policy: {templates: {alias: '{kind}-{slug}'}}"))
                .containsExactly("tenants a and b: share m.example, so policy.templates.alias needs {tenantId} in it");
    }

    private List<String> problems(
            String one, String oneUrl, String oneName, String other, String otherUrl, String otherName, String more)
            throws IOException {
        String appservice = "appservice: {localpart: bot, token: t}";
        Path file = Files.writeString(folder.resolve("config.yaml"), """
                tenants:
                  - {id: %s, homeserver: '%s', server-name: %s, %s}
                  - {id: %s, homeserver: '%s', server-name: %s, %s, %s}
                """.formatted(
                        one, oneUrl, oneName, appservice, other, otherUrl, otherName, appservice, more));
        return ConfigLoader.load(Map.of("OPENMEET_CONFIG", file.toString(), "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"))
                .problems();
    }
}
