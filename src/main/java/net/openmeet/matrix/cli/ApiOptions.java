package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.config.ApiAccess;
import net.openmeet.matrix.config.ConfigLoader;
import net.openmeet.matrix.config.Loaded;
import picocli.CommandLine.Option;

/** Where a command finds the API. */
final class ApiOptions {
    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "Any running instance; OPENMEET_API_URL if not said, else http://localhost and HTTP_PORT."
                    + " The token comes from OPENMEET_API_TOKEN or OPENMEET_API_TOKEN_FILE.")
    private Optional<String> url = Optional.empty();

    /** What to ask; empty, with what is wrong printed, if the settings are. */
    Optional<ApiClient> client(Map<String, String> environment, PrintWriter err) {
        Map<String, String> settings = new TreeMap<>(environment);
        url.ifPresent(given -> settings.put(ApiAccess.URL, given));
        Loaded<ApiAccess> loaded = ConfigLoader.loadApi(settings);
        if (loaded.config().isEmpty()) {
            Problems.print(loaded, err);
        }
        return loaded.config().map(ApiClient::new);
    }
}
