package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenMeet reads back the newest state of each room and person, in the published format, about once a second at the most and never
 * the same twice. What was deleted ends with a tombstone.
 */
class TellingsTest {
    private static final String LANE = "ta/event/42";

    @TempDir
    Path state;

    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private PipelineDriver pipeline;
    private ScriptedHomeserver homeserver;
    private DomainEvents openmeet;

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.of(state, false, Duration.ofMinutes(5), "ta");
        homeserver = pipeline.homeserver("ta");
        openmeet = new DomainEvents("ta", pipeline::now);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void room(String type, String name, String status) {
        pipeline.say(openmeet.room(type, 42, "e42", name, "public", status));
    }

    private void comes(int... users) {
        for (int user : users) {
            pipeline.say(openmeet.attendee("added", 42, user, "confirmed", "participant"));
        }
    }

    private void goes(int user) {
        pipeline.say(openmeet.attendee("cancelled", 42, user, "cancelled", "participant"));
    }

    private List<Optional<JsonNode>> told() {
        return pipeline.json(Topics.ROOMS, LANE);
    }

    private JsonNode lastTold() {
        return told().getLast().orElseThrow();
    }

    private void assertMembers(JsonNode told, int desired, int joined, String waiting) {
        assertThat(told.path("members").path("desired").asInt()).isEqualTo(desired);
        assertThat(told.path("members").path("joined").asInt()).isEqualTo(joined);
        assertThat(told.path("members").path("waiting")).hasToString(waiting);
    }

    private void assertFits(String schema, Optional<JsonNode> value) {
        Schema rules = schemas.getSchema(SchemaLocation.of("classpath:schema/" + schema + ".json"));
        value.ifPresent(json -> assertThat(rules.validate(
                        json.toString(),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .as("%s", json)
                .isEmpty());
    }

    /** A room with members, problems and a deletion; people with and without an account. */
    private void aWholeLife() {
        comes(1, 2);
        pipeline.settle();
        room("event.created", "Hike", "published");
        pipeline.settle();
        homeserver.answers(call -> call instanceof MatrixCall.PutState
                ? Optional.of(new Answer.Refusal(403, Optional.of("M_TOO_LARGE"), "too large", Optional.empty()))
                : Optional.empty());
        room("event.updated", "Walk", "published");
        pipeline.settle();
        homeserver.recovers();
        pipeline.say(openmeet.handle(3, "u3", "bot_ta"));
        comes(3);
        pipeline.settle();
        room("event.cancelled", "Walk", "cancelled");
        pipeline.settle();
        pipeline.say(openmeet.personDeleted(1, "u1"));
        pipeline.settle();
        pipeline.say(openmeet.roomDeleted("event", 42, "e42"));
        pipeline.settle();
    }

    @Test
    void whatIsToldOfRoomsFitsThePublishedSchema() {
        // when
        aWholeLife();

        // then
        List<Optional<JsonNode>> told = told();
        assertThat(told).hasSizeGreaterThan(5).allSatisfy(value -> assertFits(Topics.ROOMS, value));
        assertThat(told)
                .filteredOn(Optional::isPresent)
                .extracting(value -> value.orElseThrow().path("state").asText())
                .contains("waiting", "open", "cancelled", "deleted");
        assertThat(told)
                .filteredOn(Optional::isPresent)
                .anyMatch(value -> value.orElseThrow().path("lastProblem").isObject());
    }

    @Test
    void whatIsToldOfPeopleFitsThePublishedSchema() {
        // when
        aWholeLife();

        // then
        List<Optional<JsonNode>> told = pipeline.json(Topics.PEOPLE).stream()
                .map(record -> record.value)
                .toList();
        assertThat(told).hasSizeGreaterThan(5).allSatisfy(value -> assertFits(Topics.PEOPLE, value));
        assertThat(told)
                .filteredOn(Optional::isPresent)
                .extracting(value -> value.orElseThrow().path("state").asText())
                .contains("present", "refused", "gone");
    }

    @Test
    void aRoomIsToldAboutOnceASecondAtTheMostAndItsNewestStateAlways() {
        // given
        room("event.created", "Hike", "published");
        pipeline.settle();
        told();

        // when
        for (int user = 1; user <= 100; user++) {
            comes(user);
            pipeline.pass(Duration.ofMillis(100));
        }
        List<Optional<JsonNode>> told = told();
        pipeline.settle();

        // then
        assertThat(told).hasSizeBetween(5, 11);
        assertMembers(lastTold(), 100, 100, "{}");
    }

    @Test
    void whatIsEqualIsNotToldAgain() {
        // given
        room("event.created", "Hike", "published");
        comes(1);
        pipeline.settle();
        told();
        pipeline.json(Topics.PEOPLE);

        // when
        room("event.updated", "Hike", "published");
        comes(1);
        pipeline.settle();

        // then
        assertThat(told()).isEmpty();
        assertThat(pipeline.json(Topics.PEOPLE)).isEmpty();
    }

    @Test
    void aDeletedRoomIsToldOnceMoreAndThenEndsWithOneTombstone() {
        // given
        room("event.created", "Hike", "published");
        comes(1);
        pipeline.settle();
        told();

        // when
        pipeline.say(openmeet.roomDeleted("event", 42, "e42"));
        pipeline.settle();
        comes(2);
        pipeline.settle();

        // then
        List<Optional<JsonNode>> told = told();
        assertThat(told.getLast()).isEmpty();
        assertThat(told).filteredOn(Optional::isEmpty).hasSize(1);
        JsonNode last = told.get(told.size() - 2).orElseThrow();
        assertThat(last.path("state").asText()).isEqualTo("deleted");
        assertMembers(last, 0, 0, "{}");
    }

    @Test
    void aRoomThatIsMadeAgainAfterItsDeletionIsToldAgainWithNobodyIn() {
        // given
        room("event.created", "Hike", "published");
        comes(1, 2);
        pipeline.settle();
        pipeline.say(openmeet.roomDeleted("event", 42, "e42"));
        pipeline.settle();
        assertThat(told().getLast()).isEmpty();

        // when
        room("event.created", "Hike", "published");
        pipeline.settle();

        // then
        JsonNode revived = lastTold();
        assertThat(revived.path("state").asText()).isEqualTo("open");
        assertMembers(revived, 0, 0, "{}");

        // when
        comes(2);
        pipeline.settle();

        // then
        assertMembers(lastTold(), 1, 1, "{}");
    }

    @Test
    void aDeletedPersonIsToldOnceMoreAndThenEndsWithATombstone() {
        // given
        room("event.created", "Hike", "published");
        comes(1);
        pipeline.settle();
        pipeline.json(Topics.PEOPLE);

        // when
        pipeline.say(openmeet.personDeleted(1, "u1"));
        pipeline.settle();

        // then
        List<Optional<JsonNode>> told = pipeline.json(Topics.PEOPLE, "ta/user/1");
        assertThat(told).hasSizeGreaterThan(1);
        assertThat(told.getLast()).isEmpty();
        assertThat(told.get(told.size() - 2).orElseThrow().path("state").asText())
                .isEqualTo("gone");
        assertMembers(lastTold(), 0, 0, "{}");
    }

    @Test
    void membersAreCountedAsTheyComeWaitAndGo() {
        // when
        comes(1, 2, 3);
        pipeline.settle();

        // then
        assertMembers(lastTold(), 3, 0, "{\"room-not-announced\":3}");

        // when
        room("event.created", "Hike", "published");
        pipeline.settle();

        // then
        assertMembers(lastTold(), 3, 3, "{}");

        // when
        goes(1);
        pipeline.settle();

        // then
        assertMembers(lastTold(), 2, 2, "{}");

        // when
        pipeline.say(openmeet.handle(4, "u4", "bot_ta"));
        comes(4);
        pipeline.settle();

        // then
        assertMembers(lastTold(), 3, 2, "{\"identity-refused\":1}");

        // when
        pipeline.say(openmeet.handle(4, "u4", "dora"));
        comes(1);
        pipeline.settle();

        // then
        assertMembers(lastTold(), 4, 4, "{}");
    }

    @Test
    void whoWasDeadLetteredIsCountedAsWaiting() {
        // given
        room("event.created", "Hike", "published");
        pipeline.settle();
        homeserver.answers(
                MatrixCall.Join.class, new Answer.Refusal(403, Optional.of("M_UNSUPPORTED"), "no", Optional.empty()));

        // when
        comes(1);
        pipeline.settle();

        // then
        assertMembers(lastTold(), 1, 0, "{\"dead-lettered\":1}");
        assertThat(pipeline.json(Topics.OPERATIONS_DEAD_LETTER)).hasSize(1);

        // when
        goes(1);
        pipeline.settle();

        // then
        assertMembers(lastTold(), 0, 0, "{}");
    }
}
