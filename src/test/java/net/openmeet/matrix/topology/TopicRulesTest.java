package net.openmeet.matrix.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A topic that would lose, reorder or stop records keeps the service from starting, and one that may lose them later is warned of.
 * A topic as the catalogue makes it has no findings.
 */
class TopicRulesTest {
    private static final TopicRules RULES = new TopicRules("kafka:9092", 3);

    @Test
    void aTopicAsTheCatalogueMakesItIsFine() {
        assertThat(Topics.all())
                .allSatisfy(spec -> assertThat(RULES.findings(
                                spec, Optional.of(new FoundTopic(spec.partitions(), 3, spec.settings((short) 3)))))
                        .isEmpty());
    }

    @Test
    void aMissingTopicIsMadeByTheServicesOwnCommand() {
        assertThat(RULES.findings(spec(Topics.ROOMS), Optional.empty()))
                .containsExactly(new TopicFinding(
                        true, Topics.ROOMS, "is missing", "java -jar openmeet-matrix.jar topics create"));
    }

    @ParameterizedTest
    @CsvSource({"1", "12", "48"})
    void anotherNumberOfPartitionsIsRefused(int partitions) {
        // given
        TopicSpec spec = spec(Topics.COMMANDS);
        // when
        List<TopicFinding> findings =
                RULES.findings(spec, Optional.of(new FoundTopic(partitions, 3, spec.settings((short) 3))));
        // then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.refuses()).isTrue();
            assertThat(finding.problem()).startsWith("has " + partitions + " partitions and needs 24");
            assertThat(finding.mend()).contains("--delete --topic " + Topics.COMMANDS);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "openmeet.domain-events,compact,delete",
        "openmeet.domain-events,'compact,delete',delete",
        "openmeet.matrix.rooms,delete,compact",
        "openmeet.matrix.people,'compact,delete',compact"
    })
    void anotherCleanupPolicyIsRefused(String name, String policy, String needed) {
        // when
        List<TopicFinding> findings = findings(name, "cleanup.policy", policy);
        // then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.refuses()).isTrue();
            assertThat(finding.problem()).startsWith("has cleanup.policy=" + policy + " and needs " + needed);
            assertThat(finding.mend())
                    .isEqualTo("kafka-configs.sh --bootstrap-server kafka:9092 --alter --entity-type topics"
                            + " --entity-name " + name + " --add-config cleanup.policy=" + needed);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "openmeet.domain-events,retention.ms,3600000,retention.ms=604800000",
        "openmeet.domain-events.dead-letter,retention.ms,604800000,retention.ms=2592000000",
        "openmeet.domain-events,retention.bytes,1000000,retention.bytes=-1",
        "openmeet.matrix.people,max.compaction.lag.ms,9223372036854775807,max.compaction.lag.ms=604800000",
        "openmeet.matrix.rooms,delete.retention.ms,86400000,delete.retention.ms=604800000",
        "openmeet.matrix.commands,max.message.bytes,1000,max.message.bytes=1048588",
        "openmeet.domain-events,max.message.bytes,5000000,max.message.bytes=1048588"
    })
    void whatMayLoseRecordsLaterIsWarnedOf(String name, String setting, String value, String mended) {
        assertThat(findings(name, setting, value)).singleElement().satisfies(finding -> {
            assertThat(finding.refuses()).isFalse();
            assertThat(finding.mend()).endsWith(" --add-config " + mended);
        });
    }

    @ParameterizedTest
    @CsvSource({"openmeet.domain-events,retention.ms,-1", "openmeet.domain-events,retention.ms,9999999999999"})
    void keepingRecordsForLongerIsFine(String name, String setting, String value) {
        assertThat(findings(name, setting, value)).isEmpty();
    }

    @Test
    void aDeadLetterMustFit() {
        assertThat(findings(Topics.OPERATIONS_DEAD_LETTER, "max.message.bytes", "1048588"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.refuses()).isTrue());
    }

    @Test
    void copiesAreExpectedAsFarAsThereAreBrokers() {
        // given
        TopicSpec spec = spec(Topics.ROOMS);
        var single = Optional.of(new FoundTopic(24, 1, spec.settings((short) 1)));
        // when
        List<TopicFinding> onThree = RULES.findings(spec, single);
        List<TopicFinding> onOne = new TopicRules("kafka:9092", 1).findings(spec, single);
        // then
        assertThat(onThree).singleElement().satisfies(finding -> {
            assertThat(finding.refuses()).isFalse();
            assertThat(finding.problem()).startsWith("has 1 copies where 3 are expected");
        });
        assertThat(onOne).isEmpty();
    }

    private static List<TopicFinding> findings(String name, String setting, String value) {
        TopicSpec spec = spec(name);
        Map<String, String> settings = new HashMap<>(spec.settings((short) 3));
        settings.put(setting, value);
        return RULES.findings(spec, Optional.of(new FoundTopic(spec.partitions(), 3, settings)));
    }

    private static TopicSpec spec(String name) {
        return Topics.all().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
