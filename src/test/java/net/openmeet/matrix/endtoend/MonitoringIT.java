package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.openmeet.matrix.fixture.Prometheus;
import net.openmeet.matrix.observability.AlertRules;
import net.openmeet.matrix.observability.Dashboards;
import net.openmeet.matrix.observability.MetricNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is drawn and alerted on is there. A real Prometheus scrapes the service under load and faults: each query of each dashboard returns
 * data, each rule evaluates, and an outage of the homeserver raises its alert, which ends with it.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MonitoringIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** What goes well all the time, or shows what isn't provoked here. All others show more than nothing. */
    private static final Set<String> MAY_BE_NOTHING = Set.of(
            "Refused to everybody",
            "Database lost",
            "Lost or late",
            "Facts that were older",
            "Backfill",
            "Records left to restore",
            "Restoring for",
            "Records that wait in Kafka",
            "Budget left of 30 days",
            "Time in collections",
            "Oldest open dead letter",
            "Rebuild over in",
            "Burn rate",
            "Files of the stores",
            "Memory of the stores",
            "RocksDB at work",
            "Left out by Kafka Streams",
            "Rebalances, an hour");

    private record Asked(String dashboard, String panel, String query) {}

    @TempDir
    private Path folder;

    @Test
    void everyQueryOfEveryDashboardReturnsDataAndAnOutageRaisesItsAlert() throws IOException {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        try (TroubledTown town = new TroubledTown(folder.resolve("state"));
                Prometheus prometheus = Prometheus.startOrSkip(
                        SpedUpRules.into(rules, "127.0.0.1:" + town.service().port()))) {
            // given
            await("the service runs").atMost(PATIENCE).until(town.service()::isRunning);
            // What rises before the first scrape doesn't rise.
            await("a scrape")
                    .atMost(PATIENCE)
                    .until(() ->
                            !prometheus.query("openmeet_matrix_homeserver_up").isEmpty());
            town.begin();
            await("rooms are there")
                    .atMost(PATIENCE)
                    .until(() -> town.homeserver().rooms().size() > 5);
            List<Asked> lacking = new ArrayList<>(everyQuery());

            // when
            town.homeserver().goDown();
            // then
            await("the alert of an outage").atMost(PATIENCE).until(() -> {
                lacking.removeIf(asked -> hasData(prometheus, asked));
                return isFiring(prometheus);
            });

            // when
            town.homeserver().comeUp();
            // then
            await("every panel has had data")
                    .atMost(PATIENCE)
                    .pollInterval(SECOND)
                    .untilAsserted(() -> {
                        town.check();
                        lacking.removeIf(asked -> hasData(prometheus, asked));
                        assertThat(lacking).isEmpty();
                    });
            await("the alert ends").atMost(PATIENCE).until(() -> !isFiring(prometheus));
            assertThat(nothingOf(prometheus)).isEmpty();
            assertThat(AlertRules.parts(prometheus.ruleGroups())
                            .flatMap(group -> AlertRules.parts(group.path("rules"))))
                    .hasSameSizeAs(AlertRules.all())
                    .allSatisfy(rule -> assertThat(rule.path("health").asText())
                            .as(
                                    "%s: %s",
                                    rule.path("name").asText(),
                                    rule.path("lastError").asText())
                            .isEqualTo("ok"));
        }
    }

    private static boolean isFiring(Prometheus prometheus) {
        return !prometheus
                .query("ALERTS{alertname=\"OpenMeetMatrixHomeserverUnreachable\",alertstate=\"firing\"}")
                .isEmpty();
    }

    private static List<Asked> everyQuery() {
        return Dashboards.all().stream()
                .flatMap(dashboard -> Dashboards.panels(dashboard).stream()
                        .flatMap(panel -> Dashboards.queries(panel).stream()
                                .map(query -> new Asked(
                                        dashboard.path("title").asText(),
                                        panel.path("title").asText(),
                                        query))))
                .toList();
    }

    private static boolean hasData(Prometheus prometheus, Asked asked) {
        JsonNode result = prometheus.query(filledIn(asked.query()));
        return !result.isEmpty() && (MAY_BE_NOTHING.contains(asked.panel()) || anyAboveZero(result));
    }

    /** Infinity and what is no number, which Prometheus writes in words of its own, are no data. */
    private static boolean anyAboveZero(JsonNode result) {
        return AlertRules.parts(result)
                .map(series -> series.at("/value/1").asText())
                .anyMatch(value -> !value.endsWith("Inf") && Double.parseDouble(value) > 0);
    }

    /** A rule can be silent because what it asks for is called otherwise, or has other labels. */
    private static List<String> nothingOf(Prometheus prometheus) {
        return MetricNames.selectedIn(AlertRules.all().stream()
                        .map(rule -> rule.path("expr").asText())
                        .toList())
                .stream()
                .filter(selected -> prometheus.query("count(" + selected + ")").isEmpty())
                .toList();
    }

    private static String filledIn(String query) {
        return query.replace("$instance", ".*").replace("$tenant", ".*").replace("$__rate_interval", "10s");
    }
}
