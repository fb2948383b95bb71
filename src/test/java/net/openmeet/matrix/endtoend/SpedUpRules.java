package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openmeet.matrix.observability.AlertRules;

/**
 * The Prometheus configuration of the repository, at sixty times its speed: it scrapes and evaluates every second, and a minute of a rule's
 * window or patience is a second.
 */
final class SpedUpRules {
    private SpedUpRules() {}

    /** Writes the rules to a folder; answers the configuration that names them and scrapes {@code target}. */
    static String into(Path folder, String target) throws IOException {
        for (Path file : AlertRules.files("rules")) {
            Files.writeString(folder.resolve(file.getFileName()), faster(Files.readString(file)));
        }
        String written = Files.readString(AlertRules.FOLDER.resolve("prometheus.yml"));
        String configuration = written.replace("interval: 15s", "interval: 1s")
                .replace("rules/*.yml", folder.resolve("*.yml").toString())
                .replace("openmeet-matrix:8080", target);
        assertThat(configuration).contains(folder.toString(), target).doesNotContain("15s");
        return configuration;
    }

    private static String faster(String rules) {
        return rules.replaceAll("(\\[|for: )(\\d+)m\\b", "$1$2s").replaceAll("(\\[|for: )(\\d+)h\\b", "$1$2m");
    }
}
