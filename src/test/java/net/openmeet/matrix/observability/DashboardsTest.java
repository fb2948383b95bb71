package net.openmeet.matrix.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Grafana can load the dashboards side by side, and whoever looks at a panel sees in which unit it is, what good looks like and where to read
 * on. That their queries return data is shown by a test against a real Prometheus.
 */
class DashboardsTest {
    private static final int COLUMNS = 24;
    private static final String RUNBOOK = "Runbook: docs/testing-and-monitoring.md#";

    static List<JsonNode> dashboards() {
        return Dashboards.all();
    }

    static Stream<JsonNode> panels() {
        return dashboards().stream().flatMap(dashboard -> Dashboards.panels(dashboard).stream());
    }

    @Test
    void eachHasAnIdOfItsOwn() {
        assertThat(dashboards())
                .hasSize(3)
                .extracting(dashboard -> dashboard.path("uid").asText())
                .allSatisfy(uid -> assertThat(uid).startsWith("openmeet-matrix-"))
                .doesNotHaveDuplicates();
        assertThat(dashboards())
                .extracting(dashboard -> dashboard.path("title").asText())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void itsPanelsHaveIdsOfTheirOwn(JsonNode dashboard) {
        assertThat(AlertRules.parts(dashboard.path("panels"))
                        .map(panel -> panel.path("id").asInt()))
                .doesNotHaveDuplicates()
                .doesNotContain(0);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void itsPanelsLieSideBySide(JsonNode dashboard) {
        Set<String> taken = new HashSet<>();
        AlertRules.parts(dashboard.path("panels")).forEach(panel -> {
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            assertThat(right).as(panel.path("title").asText()).isBetween(1, COLUMNS);
            for (int x = place.path("x").asInt(); x < right; x++) {
                for (int y = place.path("y").asInt();
                        y < place.path("y").asInt() + place.path("h").asInt();
                        y++) {
                    assertThat(taken.add(x + "," + y))
                            .as("%s at %d,%d", panel.path("title").asText(), x, y)
                            .isTrue();
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void itsDataSourceIsChosenByAVariable(JsonNode dashboard) {
        assertThat(dashboard.findValues("datasource"))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
        assertThat(variables(dashboard)).contains("datasource", "instance");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyVariableThatIsUsedIsThere(JsonNode dashboard) {
        Set<String> known = variables(dashboard);
        assertThat(Dashboards.panels(dashboard).stream()
                        .flatMap(panel -> Dashboards.queries(panel).stream())
                        .map(query -> query.replace("$__rate_interval", "")))
                .allSatisfy(query -> assertThat(query.split("\\$", -1))
                        .satisfies(parts -> assertThat(List.of(parts).subList(1, parts.length))
                                .allSatisfy(part -> assertThat(known).anyMatch(part::startsWith))));
    }

    @ParameterizedTest
    @MethodSource("panels")
    void aPanelHasAUnitAndSaysWhatIsGoodAndWhereToReadOn(JsonNode panel) {
        Set<String> anchors = AlertRules.alerts().stream()
                .map(alert -> alert.path("alert").asText().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        String told = panel.path("description").asText();
        assertThat(panel.path("title").asText()).isNotBlank();
        assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
        assertThat(told).contains("Good: ", RUNBOOK);
        assertThat(anchors).contains(told.substring(told.indexOf(RUNBOOK) + RUNBOOK.length()));
        assertThat(Dashboards.queries(panel))
                .isNotEmpty()
                .allSatisfy(query -> assertThat(query).isNotBlank());
    }

    private static Set<String> variables(JsonNode dashboard) {
        return AlertRules.parts(dashboard.at("/templating/list"))
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.toSet());
    }
}
