package net.openmeet.matrix.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openmeet.matrix.fixture.Promtool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Prometheus' own tool finds nothing wrong with the configuration and the rules, and each alert fires, or is silent, as its cases say. Five
 * seconds, for the tool plays hours and days of samples.
 */
@Tag("slow")
class PromtoolTest {
    private final Promtool promtool = Promtool.orSkip();

    static List<Path> cases() {
        return AlertRules.files("tests");
    }

    @Test
    void theConfigurationIsValidAndNamesEveryRule() {
        Promtool.Verdict verdict = promtool.run(List.of(
                "check", "config", AlertRules.FOLDER.resolve("prometheus.yml").toString()));
        assertThat(verdict.output())
                .contains(AlertRules.files("rules").size() + " rule files found")
                .doesNotContain("FAILED");
        assertThat(verdict.exit()).isZero();
    }

    @Test
    void nothingIsToBeSaidAgainstTheRules() {
        List<String> arguments = new ArrayList<>(List.of("check", "rules", "--lint-fatal"));
        AlertRules.files("rules").forEach(file -> arguments.add(file.toString()));
        Promtool.Verdict verdict = promtool.run(arguments);
        assertThat(verdict.exit()).as(verdict.output()).isZero();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void alertsFireAndAreSilentAsTheirCasesSay(Path file) {
        Promtool.Verdict verdict = promtool.run(List.of("test", "rules", file.toString()));
        assertThat(verdict.exit()).as(verdict.output()).isZero();
    }
}
