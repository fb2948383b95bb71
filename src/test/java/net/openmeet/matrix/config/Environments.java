package net.openmeet.matrix.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

/** Environments to load from: the least that works, and changes of it. */
final class Environments {
    static final String AS_TOKEN = "as-token-that-must-not-be-shown";

    private Environments() {}

    /** One tenant, and nothing that has a default. */
    static Map<String, String> least() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092");
        environment.put("OPENMEET_TENANT_ID", "ciTenantA");
        environment.put("MATRIX_HOME_SERVER", "http://matrix:8008");
        environment.put("MATRIX_SERVER_NAME", "matrix.openmeet.net");
        environment.put("MATRIX_APPSERVICE_ID", "openmeet-bot");
        environment.put("MATRIX_APPSERVICE_TOKEN", AS_TOKEN);
        environment.put("XDG_STATE_HOME", "/var/state");
        return environment;
    }

    /** {@link #least} with some variables more, or changed; an empty value takes one away. */
    static Map<String, String> leastWith(String... namesAndValues) {
        Map<String, String> environment = least();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return environment;
    }

    /** The configuration, which must be without problems. */
    static Config good(Map<String, String> environment) {
        Loaded<Config> loaded = ConfigLoader.load(environment);
        assertThat(loaded.problems()).isEmpty();
        return loaded.config().orElseThrow();
    }
}
