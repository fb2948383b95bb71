package net.openmeet.matrix.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.openmeet.matrix.deadletter.OpenLetters;
import net.openmeet.matrix.execution.Observer;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.homeserver.CallListener.Attempt;
import net.openmeet.matrix.homeserver.CallListener.Sender;
import net.openmeet.matrix.topology.RocksMemory;
import net.openmeet.matrix.topology.StoreMemory;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page on metrics lists every metric of ours with its type and labels, and nothing else: dashboards and alerts can rely on it. What it
 * says of the JVM's is there, too.
 */
class MetricsDocumentTest {
    private static final Path PAGE = Path.of("docs/metrics.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `(openmeet_matrix_[a-z_]+)` \\| ([a-z]+) \\|([^|]*)\\| (.*) \\|");
    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_]+) ([a-z]+)");
    private static final Pattern SERIES = Pattern.compile("([a-z_]+?)(_bucket|_count|_sum)?(\\{.*})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    @TempDir
    private Path state;

    private final PrometheusMeterRegistry registry = MetricsPage.create();
    private final Meters meters = new Meters(registry);
    private final LetterGauges letters = new LetterGauges(registry, InstantSource.system());

    private record Shown(String type, Set<String> labels) {}

    @BeforeEach
    void start() {
        new RestoreProgress(registry, InstantSource.system());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void thePageListsEveryMetricOfOursWithItsTypeAndLabels() throws IOException {
        try (PipelineDriver pipeline = PipelineDriver.metered(state, meters, "ta", "tb");
                RocksMemory memory = new RocksMemory(1 << 20)) {
            // given
            meters.watch(new StoreMemory(memory, Map::of));
            meters.watch(() -> KafkaStreams.State.RUNNING);
            letters.show(new OpenLetters());

            // when: what only comes with use
            Observer.OfTask task = meters.forTask("0_0");
            task.epoch("ta", 3);
            meters.canary().sings();
            meters.calls()
                    .ended(new Attempt(
                            "ta",
                            "POST /{room}",
                            Sender.BOT,
                            OptionalInt.of(200),
                            Optional.empty(),
                            Optional.empty(),
                            Duration.ofSeconds(1)));
            pipeline.settle();

            // then
            assertThat(shown()).containsExactlyEntriesOf(documented());
        }
    }

    @Test
    void whatIsMarkedIsThereAtZeroFromTheStart() throws IOException {
        try (PipelineDriver pipeline = PipelineDriver.metered(state, meters, "ta", "tb")) {
            // given
            meters.watch(() -> KafkaStreams.State.CREATED);
            letters.show(new OpenLetters());
            pipeline.settle();

            // when
            Set<String> there = shown().keySet();

            // then
            assertThat(rows().entrySet())
                    .filteredOn(row -> row.getValue().group(4).startsWith("**0**"))
                    .hasSizeGreaterThan(20)
                    .allSatisfy(row -> assertThat(there).contains(row.getKey()));
        }
    }

    @Test
    void whatThePageSaysOfTheProcessIsThere() throws IOException {
        // given
        Set<String> families = Files.readAllLines(PAGE).stream()
                .filter(line ->
                        line.startsWith("| `jvm_") || line.startsWith("| `process_") || line.startsWith("| `log"))
                .flatMap(line -> Pattern.compile("`([a-z_]+)\\*?`")
                        .matcher(line.split("\\|", -1)[1])
                        .results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        // when
        ProcessMeters process = new ProcessMeters(registry);
        Set<String> there = types(registry.scrape()).keySet();
        process.close();

        // then
        assertThat(families)
                .hasSizeGreaterThan(5)
                .allSatisfy(family -> assertThat(there).anyMatch(name -> name.startsWith(family)));
    }

    private static Map<String, Matcher> rows() throws IOException {
        Map<String, Matcher> rows = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row);
            }
        }
        return rows;
    }

    private static Map<String, Shown> documented() throws IOException {
        Map<String, Shown> all = new TreeMap<>();
        rows().forEach((name, row) -> all.put(
                name,
                new Shown(
                        row.group(2),
                        WORD.matcher(row.group(3))
                                .results()
                                .map(found -> found.group(1))
                                .collect(Collectors.toCollection(TreeSet::new)))));
        return all;
    }

    private Map<String, Shown> shown() {
        String page = registry.scrape();
        Map<String, Set<String>> labels = new TreeMap<>();
        Map<String, String> types = types(page);
        page.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher series = SERIES.matcher(line);
            assertThat(series.matches()).as(line).isTrue();
            String family = types.containsKey(series.group(1)) ? series.group(1) : line.split("[{ ]", 2)[0];
            Set<String> keys = LABEL.matcher(
                            Optional.ofNullable(series.group(3)).orElse(""))
                    .results()
                    .map(found -> found.group(1))
                    .filter(key -> !key.equals("le"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(labels.merge(family, keys, (before, now) -> now))
                    .as(family)
                    .isEqualTo(keys);
        });
        Map<String, Shown> all = new TreeMap<>();
        types.forEach((name, type) -> all.put(name, new Shown(type, labels.getOrDefault(name, Set.of()))));
        // Beside each histogram and summary, as the page says of all of them.
        all.keySet().removeIf(name -> name.endsWith("_max") && all.containsKey(name.substring(0, name.length() - 4)));
        return all;
    }

    private static Map<String, String> types(String page) {
        return TYPE.matcher(page)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2), (a, b) -> a, TreeMap::new));
    }
}
