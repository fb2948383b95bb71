package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The AsyncAPI document offers exactly the types of the code, by the schemas they are checked with. */
class AsyncApiTest {

    private static final Path DOCS = Path.of("docs");

    private final JsonNode document = read();

    private static JsonNode read() {
        try {
            return YAMLMapper.builder()
                    .build()
                    .readTree(DOCS.resolve("asyncapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, JsonNode> messages() {
        return document.path("components")
                .path("messages")
                .propertyStream()
                .map(Map.Entry::getValue)
                .collect(Collectors.toMap(message -> message.path("name").asText(), message -> message));
    }

    @Test
    void everyTypeHasAMessageAndEveryMessageAType() {
        assertThat(messages().keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of(
                                        "openmeet.domain-events.dead-letter",
                                        "openmeet.matrix.rooms",
                                        "openmeet.matrix.people"),
                                Arrays.stream(EventType.values()).map(EventType::word))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void aMessageIsAnEnvelopeOfItsTypeAroundTheTypesSchema(EventType type) {
        JsonNode parts = messages().get(type.word()).at("/payload/schema/allOf");
        assertThat(parts.at("/0/$ref").asText()).endsWith("/cloudevent.json");
        assertThat(parts.at("/1/properties/type/const").asText()).isEqualTo(type.word());
        assertThat(parts.at("/1/properties/data/$ref").asText()).endsWith("/" + type.word() + ".json");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<JsonNode> references = document.findValues("$ref");
        assertThat(references).hasSizeGreaterThan(EventType.values().length * 4);
        assertThat(references).allSatisfy(reference -> {
            String target = reference.asText();
            if (target.startsWith("#")) {
                assertThat(document.at(target.substring(1)).isObject())
                        .as(target)
                        .isTrue();
            } else {
                assertThat(Files.isRegularFile(DOCS.resolve(target))).as(target).isTrue();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"domainEvents", "domainEventsReplay"})
    void bothTopicsThatAreReadCarryEveryType(String channel) {
        assertThat(document.path("channels").path(channel).path("messages"))
                .map(message -> document.at(message.path("$ref").asText().substring(1))
                        .path("name")
                        .asText())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EventType.values()).map(EventType::word).toList());
    }

    @Test
    void everyChannelIsReadOrWrittenAndSaysItsTopic() {
        Map<String, String> actions = document.path("operations")
                .propertyStream()
                .map(Map.Entry::getValue)
                .collect(Collectors.toMap(
                        operation -> document.at(
                                        operation.at("/channel/$ref").asText().substring(1))
                                .path("address")
                                .asText(),
                        operation -> operation.path("action").asText()));
        assertThat(actions)
                .isEqualTo(Map.of(
                        "openmeet.domain-events", "receive",
                        "openmeet.domain-events.replay", "receive",
                        "openmeet.domain-events.dead-letter", "send",
                        "openmeet.matrix.rooms", "send",
                        "openmeet.matrix.people", "send"));
        assertThat(document.path("channels"))
                .allSatisfy(channel -> assertThat(
                                channel.at("/bindings/kafka/topic").asText())
                        .isEqualTo(channel.path("address").asText()));
        assertThat(Set.copyOf(document.path("channels").findValuesAsText("partitions")))
                .containsExactly("24");
    }
}
