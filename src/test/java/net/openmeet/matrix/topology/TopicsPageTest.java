package net.openmeet.matrix.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import net.openmeet.matrix.credential.CredentialBook;
import net.openmeet.matrix.execution.Duty;
import net.openmeet.matrix.observability.Meters;
import net.openmeet.matrix.topology.TopicSpec.Cleanup;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code topics.md} and the AsyncAPI document say of topics what the catalogue in code says, number by number. Neither has a topic
 * that the catalogue lacks, and each topic's chapter answers every question an operator has.
 */
class TopicsPageTest {
    private static final List<String> QUESTIONS = List.of(
            "- **Purpose:** ",
            "- **Key:** ",
            "- **Order:** ",
            "- **Schema:** ",
            "- **Written by:** ",
            "**Read by:** ",
            "- **ACLs:** ",
            "- **Personal data:** ",
            "- **Replay policy:** ");

    static Stream<TopicSpec> catalogue() {
        return Topics.all().stream();
    }

    @Test
    void theTableIsTheCatalogue() throws IOException {
        // given
        List<String> expected = catalogue().map(TopicsPageTest::row).toList();
        // when
        List<String> rows =
                page().lines().filter(line -> line.startsWith("| `openmeet.")).toList();
        // then
        assertThat(rows).containsExactlyElementsOf(expected);
    }

    @Test
    void thereIsAChapterForEachTopicAndForNoOther() throws IOException {
        // when
        List<String> chapters = page().lines()
                .filter(line -> line.startsWith("## openmeet."))
                .map(line -> line.substring("## ".length()))
                .toList();
        // then
        assertThat(chapters)
                .containsExactlyElementsOf(catalogue().map(TopicSpec::name).toList());
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void aChapterAnswersEveryQuestion(TopicSpec topic) throws IOException {
        // when
        String chapter = page().split("## " + topic.name() + "\n", 2)[1].split("\n## ", 2)[0];
        // then
        assertThat(chapter).contains(QUESTIONS).contains("- **Purpose:** " + topic.purpose());
    }

    @Test
    void theAsyncApiDocumentAgrees() throws IOException {
        // given
        JsonNode channels = new YAMLMapper()
                .readTree(Path.of("docs/asyncapi.yaml").toFile())
                .path("channels");
        // when then
        assertThat(channels).isNotEmpty().allSatisfy(channel -> {
            TopicSpec topic = catalogue()
                    .filter(spec -> spec.name().equals(channel.path("address").asText()))
                    .findFirst()
                    .orElseThrow();
            JsonNode kafka = channel.path("bindings").path("kafka");
            assertThat(kafka.path("partitions").asInt()).isEqualTo(topic.partitions());
            assertThat(kafka.path("topicConfiguration").path("cleanup.policy"))
                    .singleElement()
                    .extracting(JsonNode::asText)
                    .isEqualTo(topic.cleanupPolicy());
        });
    }

    @Test
    void theInternalTopicsAreThoseOfTheTopology() throws IOException {
        // given
        Meters nobody = new Meters(new SimpleMeterRegistry());
        Topology topology = new ServiceTopology(
                        tenant -> Optional.empty(),
                        partition -> List.of(),
                        false,
                        partition -> CompletableFuture.completedFuture(0L),
                        new Duty(SessionTerms.of(Map.of())),
                        new CredentialBook(),
                        nobody.intake(),
                        nobody)
                .build();
        // when
        List<String> rows = page().lines()
                .filter(line -> line.startsWith("| `openmeet-matrix-"))
                .map(line -> line.split("`", -1)[1])
                .toList();
        // then
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(topology.describe().subtopologies().stream()
                        .flatMap(part -> part.nodes().stream())
                        .flatMap(TopicsPageTest::internalTopics)
                        .map(topic -> "openmeet-matrix-" + topic)
                        .distinct()
                        .toList());
    }

    private static Stream<String> internalTopics(TopologyDescription.Node node) {
        return switch (node) {
            case TopologyDescription.Processor processor ->
                processor.stores().stream().map(store -> store + "-changelog");
            case TopologyDescription.Source source ->
                source.topicSet().stream().filter(topic -> topic.endsWith("-repartition"));
            default -> Stream.empty(); // a sink's topic is another part's source
        };
    }

    private static String row(TopicSpec topic) {
        String kept = switch (topic.cleanup()) {
            case Cleanup.Delete byAge -> days(byAge.retention());
            case Cleanup.Compact byKey -> {
                assertThat(byKey.maxLag()).isEqualTo(byKey.tombstones());
                yield "overwritten values and tombstones " + days(byKey.maxLag());
            }
            case Cleanup.CompactAndDelete both ->
                days(both.retention()) + "; overwritten values and tombstones " + days(both.maxLag());
        };
        return "| `%s` | %d | %s | %s | %d | %d |"
                .formatted(
                        topic.name(),
                        topic.partitions(),
                        topic.cleanupPolicy(),
                        kept,
                        topic.maxMessageBytes(),
                        topic.replication());
    }

    private static String days(Duration duration) {
        return duration.toDays() + "d";
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("topics.md"));
    }
}
