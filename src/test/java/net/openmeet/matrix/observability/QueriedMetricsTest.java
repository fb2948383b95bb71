package net.openmeet.matrix.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboards ask for nothing of ours but what {@code docs/metrics.md} promises. */
class QueriedMetricsTest {
    private static final Pattern LISTED = Pattern.compile("`(openmeet_matrix_\\w+)`");
    private static final String OURS = "openmeet_matrix_";

    @Test
    void everyMetricThatIsAskedForIsListed() throws IOException {
        // given
        Set<String> listed = LISTED.matcher(Files.readString(Path.of("docs/metrics.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        List<String> queries = Stream.concat(
                        AlertRules.all().stream().map(rule -> rule.path("expr").asText()),
                        Dashboards.all().stream()
                                .flatMap(dashboard -> Dashboards.panels(dashboard).stream())
                                .flatMap(panel -> Dashboards.queries(panel).stream()))
                .toList();
        // when
        Set<String> asked = MetricNames.scrapedIn(queries);
        // then
        assertThat(asked).hasSizeGreaterThan(40).contains("up", "openmeet_matrix_applied_seconds_bucket");
        assertThat(asked)
                .filteredOn(name -> name.startsWith(OURS))
                .allSatisfy(name ->
                        assertThat(listed).containsAnyOf(name, name.replaceFirst("_(bucket|count|sum|max)$", "")));
    }
}
