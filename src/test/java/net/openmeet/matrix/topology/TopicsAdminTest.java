package net.openmeet.matrix.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.TestNames;
import net.openmeet.matrix.fixture.WithKafka;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * On a real broker, topics that were made are found as they should be, and what somebody else made otherwise is found out. Making them
 * again changes nothing.
 */
@Tag("slow")
@WithKafka
class TopicsAdminTest {
    @Test
    void topicsThatWereMadeAreFoundAsTheyShouldBe(EmbeddedKafka kafka, TestNames names) {
        // given
        List<TopicSpec> catalogue = catalogue(names);
        try (var admin = kafka.admin()) {
            var topics = new TopicsAdmin(admin, catalogue);
            assertThat(topics.check(kafka.bootstrapServers()))
                    .hasSameSizeAs(catalogue)
                    .allSatisfy(finding -> assertThat(finding.problem()).isEqualTo("is missing"));
            // when
            List<TopicSpec> missing = topics.missing();
            topics.create(missing);
            // then
            assertThat(missing)
                    .hasSameSizeAs(catalogue)
                    .allSatisfy(topic -> assertThat(topic.replication()).isEqualTo((short) 1));
            assertThat(topics.check(kafka.bootstrapServers())).isEmpty();
            assertThat(topics.missing()).isEmpty();
        }
    }

    @Test
    void aTopicThatExistsByNowIsLeftAsItIs(EmbeddedKafka kafka, TestNames names) {
        // given
        List<TopicSpec> catalogue = catalogue(names).subList(0, 1);
        try (var admin = kafka.admin()) {
            var topics = new TopicsAdmin(admin, catalogue);
            List<TopicSpec> missing = topics.missing();
            topics.create(missing);
            // when
            topics.create(missing);
            // then
            assertThat(topics.check(kafka.bootstrapServers())).isEmpty();
        }
    }

    @Test
    void whatSomebodyElseMadeOtherwiseIsFoundOut(EmbeddedKafka kafka, TestNames names) {
        // given
        List<TopicSpec> catalogue = catalogue(names);
        kafka.createTopics(Map.of(names.topic(Topics.DOMAIN_EVENTS), 24), Map.of("cleanup.policy", "compact"));
        kafka.createTopics(Map.of(names.topic(Topics.COMMANDS), 3), Map.of("retention.ms", "1000"));
        // when
        List<TopicFinding> findings;
        try (var admin = kafka.admin()) {
            findings = new TopicsAdmin(admin, catalogue).check(kafka.bootstrapServers());
        }
        // then
        assertThat(findings)
                .filteredOn(finding -> !finding.problem().equals("is missing"))
                .satisfiesExactlyInAnyOrder(
                        finding -> {
                            assertThat(finding.refuses()).isTrue();
                            assertThat(finding.problem()).startsWith("has cleanup.policy=compact and needs delete");
                        },
                        finding -> {
                            assertThat(finding.refuses()).isTrue();
                            assertThat(finding.problem()).startsWith("has 3 partitions and needs 24");
                        },
                        finding -> {
                            assertThat(finding.refuses()).isFalse();
                            assertThat(finding.problem()).startsWith("has retention.ms=1000 ");
                        });
    }

    /** The catalogue under names that no other test uses. */
    private static List<TopicSpec> catalogue(TestNames names) {
        return Topics.all().stream()
                .map(spec -> new TopicSpec(
                        names.topic(spec.name()),
                        spec.partitions(),
                        spec.replication(),
                        spec.cleanup(),
                        spec.maxMessageBytes(),
                        spec.purpose()))
                .toList();
    }
}
