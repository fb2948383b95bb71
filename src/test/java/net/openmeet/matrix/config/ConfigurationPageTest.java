package net.openmeet.matrix.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/configuration.md} lists every setting that is asked for, with its variable and default, and no other. Its examples load
 * without a problem.
 */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("docs/configuration.md");

    /** A row of a table: setting, variable and default. */
    private record Row(String setting, String variable, String fallback) {}

    @TempDir
    private Path folder;

    @Test
    void everySettingIsListedWithItsVariableAndDefault() throws IOException {
        // given
        Loaded<Config> loaded = ConfigLoader.load(Map.of("XDG_STATE_HOME", "~/.local/state"));
        // when
        List<Row> rows = cells("| setting | variable | default | meaning |").stream()
                .map(cells -> new Row(code(cells[1]), code(cells[2]), code(cells[3])))
                .toList();
        // then
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(loaded.effective().stream()
                        .map(setting -> expected(setting, loaded.problems()))
                        .toList());
    }

    @Test
    void everySettingThatIsTheServicesOwnIsListed() throws IOException {
        assertThat(cells("| setting | why |"))
                .extracting(cells -> code(cells[1]) + ": " + cells[2])
                .containsExactlyInAnyOrderElementsOf(KafkaOwned.names().stream()
                        .map(name -> name + ": " + KafkaOwned.reason(name).orElseThrow())
                        .toList());
    }

    @Test
    void theVariablesOfTheExampleLoad() throws IOException {
        // given
        Map<String, String> environment = new HashMap<>();
        block("sh").lines().map(line -> line.split("=", 2)).forEach(pair -> environment.put(pair[0], pair[1]));
        // when
        Config config = Environments.good(environment);
        // then
        assertThat(config.tenants()).hasSize(1);
    }

    @Test
    void theFileOfTheExampleLoads() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("openmeet.yaml"), block("yaml"));
        // when
        Config config = Environments.good(Map.of("OPENMEET_CONFIG", file.toString()));
        // then
        assertThat(config.tenants()).hasSize(2);
        assertThat(config.kafka().secrets()).containsOnlyKeys("sasl.jaas.config");
    }

    private static Row expected(Effective setting, List<String> problems) {
        String path = setting.path()
                .replaceFirst("^tenants\\[0]\\.(policy|calls|resync)\\.", "$1.")
                .replace("[0]", "[]");
        String variable = setting.variable().orElse("");
        String fallback = setting.value().isEmpty() ? "–" : setting.value();
        return new Row(path, variable, problems.contains(variable + ": is not set") ? "required" : fallback);
    }

    /** The cells of all tables with this head; the first one is what is left of the row. */
    private static List<String[]> cells(String head) throws IOException {
        return Arrays.stream(Files.readString(PAGE).split("\n\n"))
                .map(part -> part.lines().dropWhile(line -> !line.equals(head)).toList())
                .filter(lines -> !lines.isEmpty())
                .flatMap(lines -> lines.stream().skip(2))
                .map(line -> line.split(" ?\\| ?"))
                .toList();
    }

    private static String code(String cell) {
        return cell.replace("`", "");
    }

    private static String block(String language) throws IOException {
        return Files.readString(PAGE).split("```" + language + "\n", 2)[1].split("```", 2)[0];
    }
}
