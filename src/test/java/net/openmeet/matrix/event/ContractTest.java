package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Code, JSON Schemas and examples say the same. Whoever reads the schemas may rely on them without reading the code.
 */
class ContractTest {

    private static final Path SCHEMAS = Path.of("src/main/resources/schema");

    private final Schemas schemas = new Schemas();

    static Stream<String> examples() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/contract/examples.jsonl")).stream();
    }

    @Test
    void everyTypeHasASchemaAndEverySchemaAType() throws IOException {
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of("defs", "cloudevent", "openmeet.matrix.rooms", "openmeet.matrix.people"),
                                    Arrays.stream(EventType.values()).map(EventType::word))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void aSchemaIsNamedAfterItsTypeAndOpenToUnknownFields(EventType type) {
        JsonNode schema = Sample.schema(type.word());
        assertThat(schema.path("title").asText()).isEqualTo(type.word());
        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schemas.allow(Sample.of(type)
                        .set("/unknown", 1)
                        .set("/data/unknown", 1)
                        .set("/data/" + type.kind().word() + "/unknown", List.of(1))))
                .isTrue();
        assertThat(schema.findValues("additionalProperties")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyExampleOfASchemaIsValidAndDecodes(EventType type) {
        JsonNode examples = Sample.schema(type.word()).path("examples");
        assertThat(examples).isNotEmpty();
        examples.forEach(example -> {
            Sample sample = Sample.of(type).set("/data", example);
            assertThat(schemas.errors(type.word(), example.toString())).isEmpty();
            assertThat(sample.accepted().notices()).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyLineOfTheExamplesIsValidAndDecodes(String line) {
        // given
        Sample sample = Sample.ofLine(line);
        // then
        assertThat(schemas.errors("cloudevent", line)).isEmpty();
        assertThat(schemas.errors(
                        sample.event().path("type").asText(),
                        sample.event().path("data").toString()))
                .isEmpty();
        assertThat(sample.accepted().notices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"openmeet.matrix.rooms, roomId", "openmeet.matrix.people, matrixId"})
    void whatOpenMeetReadsBackHasValidExamples(String topic, String field) {
        JsonNode examples = Sample.schema(topic).path("examples");
        assertThat(examples).isNotEmpty();
        examples.forEach(
                example -> assertThat(schemas.errors(topic, example.toString())).isEmpty());
        assertThat(schemas.errors(topic, "{\"" + field + "\":5}")).isNotEmpty();
    }

    @Test
    void everyEnumHasTheSameWordsInCodeAndSchema() {
        assertThat(words("visibility")).isEqualTo(words(Visibility.values()));
        assertThat(words("groupRole")).isEqualTo(words(GroupRole.values()));
        assertThat(words("attendeeRole")).isEqualTo(words(AttendeeRole.values()));
        assertThat(words("attendeeStatus")).isEqualTo(words(AttendeeStatus.values()));
        assertThat(words("eventStatus")).isEqualTo(words(RoomStatus.values()));
        assertThat(words("groupStatus")).isEqualTo(words(RoomStatus.DRAFT, RoomStatus.PENDING, RoomStatus.PUBLISHED));
    }

    private static List<String> words(String definition) {
        JsonNode words = Sample.schema("defs").path("$defs").path(definition).path("enum");
        return words.valueStream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> words(Worded... words) {
        return Arrays.stream(words).map(Worded::word).toList();
    }
}
