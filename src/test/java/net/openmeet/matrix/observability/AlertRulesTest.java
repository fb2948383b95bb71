package net.openmeet.matrix.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever is woken by an alert learns from it how urgent it is, what is wrong, and where it is written what to do. Each alert is proven by a
 * case in which it fires and one in which it doesn't.
 */
class AlertRulesTest {
    private static final Pattern THRESHOLD = Pattern.compile("openmeet_matrix:threshold\\{of=\"(\\w+)\"}");
    private static final String WATCH = "OpenMeetMatrixThresholdsMissing";

    static List<JsonNode> alerts() {
        return AlertRules.alerts();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysHowUrgentItIsWhatIsWrongAndWhereToReadOn(JsonNode alert) {
        String name = alert.path("alert").asText();
        JsonNode told = alert.path("annotations");
        assertThat(name).matches("OpenMeetMatrix[A-Z][A-Za-z]+");
        assertThat(alert.path("labels").path("severity").asText()).isIn("critical", "warning", "info");
        assertThat(alert.path("for").asText()).matches("\\d+[mh]");
        assertThat(told.path("summary").asText()).isNotBlank().doesNotContain("{{");
        assertThat(told.path("description").asText()).isNotBlank();
        assertThat(told.path("runbook_url").asText())
                .isEqualTo("docs/testing-and-monitoring.md#" + name.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertHasACaseInWhichItFiresAndOneInWhichItIsSilent(JsonNode alert) {
        String name = alert.path("alert").asText();
        assertThat(AlertRules.cases())
                .filteredOn(some -> some.alert().equals(name))
                .extracting(AlertRules.Case::fires)
                .contains(true, false);
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        // given
        Set<String> headings = Files.readAllLines(Path.of("docs/testing-and-monitoring.md")).stream()
                .filter(line -> line.startsWith("#### "))
                .map(line -> line.substring(5))
                .collect(Collectors.toSet());
        // then
        assertThat(headings)
                .isEqualTo(alerts().stream()
                        .map(alert -> alert.path("alert").asText())
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyThresholdIsUsedDefinedOnceAndMissedWhenItIsNotThere() {
        // given
        List<String> defined = AlertRules.all().stream()
                .filter(rule -> rule.path("record").asText().equals("openmeet_matrix:threshold"))
                .map(rule -> rule.path("labels").path("of").asText())
                .toList();
        // then
        assertThat(defined).doesNotHaveDuplicates();
        assertThat(thresholds(rule -> !rule.path("alert").asText().equals(WATCH)))
                .containsExactlyInAnyOrderElementsOf(defined);
        assertThat(thresholds(rule -> rule.path("alert").asText().equals(WATCH)))
                .containsExactlyInAnyOrderElementsOf(defined);
    }

    private static Set<String> thresholds(Predicate<JsonNode> which) {
        return AlertRules.all().stream()
                .filter(which)
                .flatMap(rule -> THRESHOLD.matcher(rule.path("expr").asText()).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
