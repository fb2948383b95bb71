package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.openmeet.matrix.event.Schemas;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What OpenMeet reads back is what the homeserver has, and every record of it is as the published schemas say. What was deleted
 * ends in a tombstone.
 */
@WithSynapse
@ExtendWith(OneService.class)
class ReadBackSynapseIT {
    private final Harness harness;
    private final Town town;
    private final Schemas schemas = new Schemas();

    ReadBackSynapseIT(Harness harness) {
        this.harness = harness;
        town = new Town(harness, OneService.READ);
    }

    @Test
    void aRoomIsToldInStepUntilItIsDeleted() {
        // given
        int event = town.announce("public");
        String key = town.lane("event", event);
        int host = town.attendee(event, "host");
        int waiting = town.person();
        town.publish(town.events().attendee("added", event, waiting, "waitlist", "participant"));

        // when
        String room = town.awaitRoom(event, host);

        // then
        harness.eventually(() -> {
            JsonNode told = newest(Topics.ROOMS, key);
            assertThat(told.path("tenantId").asText()).isEqualTo(OneService.READ);
            assertThat(told.path("kind").asText()).isEqualTo("event");
            assertThat(told.path("id").asText()).isEqualTo(Integer.toString(event));
            assertThat(told.path("roomId").asText()).isEqualTo(room);
            assertThat(told.path("alias").asText()).isEqualTo(town.alias(event));
            assertThat(told.path("state").asText()).isEqualTo("open");
            assertThat(told.path("members").toString()).isEqualTo("{\"desired\":1,\"joined\":1,\"waiting\":{}}");
            assertThat(told.path("lastProblem").isNull()).isTrue();
        });

        // when
        town.publish(
                town.events().room("event.cancelled", event, "n" + event, "Event " + event, "public", "cancelled"));

        // then
        harness.eventually(() -> {
            JsonNode told = newest(Topics.ROOMS, key);
            assertThat(told.path("state").asText()).isEqualTo("cancelled");
            assertThat(told.path("alias").asText())
                    .isEqualTo(town.probe().canonicalAlias(room).orElse("none"));
            assertThat(told.path("altAliases").path(0).asText()).isEqualTo(town.alias(event));
        });

        // when
        town.publish(town.events().roomDeleted("event", event, "n" + event));

        // then
        harness.eventually(() -> assertThat(harness.readBack(Topics.ROOMS)).doesNotContainKey(key));
        List<String> states = told(Topics.ROOMS, key).stream()
                .map(record -> record.path("state").asText())
                .toList();
        assertThat(states).contains("open", "cancelled").endsWith("deleted");
        assertValid(Topics.ROOMS, key);
    }

    @Test
    void aRoomThatIsNotAnnouncedYetIsToldAsWaiting() {
        // given
        int event = harness.newId();
        String key = town.lane("event", event);

        // when
        town.attendee(event, "participant");

        // then
        harness.eventually(() -> {
            JsonNode told = newest(Topics.ROOMS, key);
            assertThat(told.path("state").asText()).isEqualTo("waiting");
            assertThat(told.path("roomId").isNull()).isTrue();
            assertThat(told.path("members")
                            .path("waiting")
                            .path("room-not-announced")
                            .asInt())
                    .isEqualTo(1);
        });
        assertValid(Topics.ROOMS, key);
    }

    @Test
    void aPersonIsToldWithTheirIdUntilTheyAreDeleted() {
        // given
        int event = town.announce("private");

        // when
        int person = town.attendee(event, "participant");
        String key = town.lane("user", person);

        // then
        town.awaitRoom(event, person);
        harness.eventually(() -> {
            JsonNode told = newest(Topics.PEOPLE, key);
            assertThat(told.path("matrixId").asText()).isEqualTo(town.user(person));
            assertThat(told.path("state").asText()).isEqualTo("present");
        });

        // when
        town.publish(town.events().personDeleted(person, "u" + person));

        // then
        harness.eventually(() -> assertThat(harness.readBack(Topics.PEOPLE)).doesNotContainKey(key));
        assertThat(told(Topics.PEOPLE, key).getLast().path("state").asText()).isEqualTo("gone");
        assertValid(Topics.PEOPLE, key);
    }

    @Test
    void aPersonWhoMayNotHaveAnAccountIsToldWhy() {
        // given
        int event = town.announce("private");
        int person = harness.newId();
        String key = town.lane("user", person);
        town.probe().actor().register("u" + person + "_" + OneService.READ).orFail();

        // when
        town.attend(event, person, "participant");

        // then
        harness.eventually(() -> assertThat(newest(Topics.PEOPLE, key)
                        .path("lastProblem")
                        .path("reason")
                        .asText())
                .isEqualTo("identity-conflict"));
        harness.eventually(() -> assertThat(newest(Topics.ROOMS, town.lane("event", event))
                        .path("members")
                        .path("waiting")
                        .path("identity-refused")
                        .asInt())
                .isEqualTo(1));
        assertValid(Topics.PEOPLE, key);
    }

    private void assertValid(String topic, String key) {
        assertThat(told(topic, key))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(schemas.errors(topic, record.toString()))
                        .as("%s", record)
                        .isEmpty());
    }

    private JsonNode newest(String topic, String key) {
        return json(Objects.requireNonNullElse(harness.readBack(topic).get(key), "{}"));
    }

    /** Every record of a key but tombstones, oldest first. */
    private List<JsonNode> told(String topic, String key) {
        return harness.read(topic).stream()
                .filter(record -> record.key().equals(key) && record.value() != null)
                .map(record -> json(new String(record.value(), StandardCharsets.UTF_8)))
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
