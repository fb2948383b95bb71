package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.fixture.CountedCall;
import net.openmeet.matrix.fixture.Fault;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A lane takes a room for its own only if that is certain, and never makes a second one. What is somebody else's is left as it is,
 * and holds nobody else up.
 */
@WithSynapse
@ExtendWith(OneService.class)
class OwnershipSynapseIT {
    private static final String MARKER = "net.openmeet.lane";
    private static final String CREATE_ROOM = "/_matrix/client/v3/createRoom";
    private static final Duration SECOND_LOOK = Duration.ofSeconds(1);
    private final Harness harness;
    private final Town town;

    OwnershipSynapseIT(Harness harness) {
        this.harness = harness;
        town = new Town(harness, OneService.OWNER);
    }

    static List<Fault> losses() {
        return List.of(new Fault.LoseRequest(), new Fault.LoseAnswer(), new Fault.CutAnswer());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aCreateRoomWithoutAnAnswerEndsInOneRoom(Fault loss) {
        // given
        harness.calls()
                .spoilNext(
                        call -> call.method().equals("POST") && call.template().equals(CREATE_ROOM), loss);

        // when
        int event = town.announce("private");
        int host = town.attendee(event, "host");

        // then
        String room = town.awaitRoom(event, host);
        town.awaitLevels(room, Map.of(host, 90));
        harness.settle();
        assertThat(town.roomsOf(town.lane("event", event))).containsExactly(room);
        assertThat(town.probe().name(room)).contains("Event " + event + " Chat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"public_chat", "private_chat"})
    void anAliasOfSomebodyElsesRoomIsDeadLetteredOnceAndItsMembersWait(String preset) {
        // given
        int event = harness.newId();
        String stranger = town.stranger();
        String room = made(town.probe()
                .actAs(stranger)
                .createRoom(Map.of("room_alias_name", alias(event), "preset", preset))
                .orFail());

        // when
        int member = town.attendee(event, "participant");
        town.announce(event, "public");

        // then
        harness.eventually(
                () -> assertThat(harness.problems(town.lane("event", event))).containsExactly("room foreign-alias"));
        harness.settle();
        assertThat(problemTold(event).path("reason").asText()).isEqualTo("foreign-alias");
        assertThat(town.room(event)).isEqualTo(room);
        assertThat(town.probe().as(stranger).joined(room)).containsExactly(stranger);
        assertThat(town.probe().joinedRooms()).doesNotContain(room);

        // when
        town.publish(town.events()
                .room("event.slug.changed", event, "free" + event, "Event " + event, "public", "published"));

        // then
        harness.eventually(
                () -> town.assertInside(harness.room("event-free" + event + "-" + OneService.OWNER), member));
        assertThat(harness.problems(town.lane("event", event))).hasSize(1);
        harness.eventually(() -> assertThat(problemTold(event).isNull()).isTrue());
    }

    private JsonNode problemTold(int event) {
        String told = harness.readBack(Topics.ROOMS).getOrDefault(town.lane("event", event), "{}");
        return Json.read(told.getBytes(StandardCharsets.UTF_8), JsonNode.class).path("lastProblem");
    }

    @Test
    void theAliasOfADeadRoomIsTakenAfterASecondLook() {
        // given: its last member leaves, and the alias stays
        int event = harness.newId();
        String dead = made(town.probe()
                .actor()
                .createRoom(Map.of(
                        "room_alias_name", alias(event),
                        "creation_content", Map.of(MARKER, town.lane("event", event))))
                .orFail());
        town.probe().actor().leave(dead).orFail();
        assertThat(town.room(event)).isEqualTo(dead);
        harness.calls().reset();

        // when
        int member = town.attendee(event, "host");
        town.announce(event, "public");

        // then
        harness.eventually(() -> assertThat(town.room(event)).isNotEqualTo(dead));
        String room = town.awaitRoom(event, member);
        town.awaitLevels(room, Map.of(member, 90));
        Instant deleted = called("DELETE", alias(event));
        assertThat(called("POST", dead.substring(1, dead.indexOf(':'))).plus(SECOND_LOOK))
                .isBefore(deleted);
        assertThat(harness.problems(town.lane("event", event))).isEmpty();
    }

    @Test
    void aRoomThatTheHomeserverLeftHalfBuiltIsCompleted() {
        // given: a name that is no text is refused after the room, the bot's place in it and the alias were made
        int event = harness.newId();
        assertThat(town.probe()
                        .actor()
                        .createRoom(Map.of(
                                "room_alias_name", alias(event),
                                "creation_content", Map.of(MARKER, town.lane("event", event)),
                                "name", 5))
                        .status())
                .isEqualTo(400);
        String room = town.room(event);
        assertThat(town.probe().state(room, "m.room.power_levels")).isEmpty();

        // when
        int host = town.attendee(event, "host");
        int member = town.attendee(event, "participant");
        town.announce(event, "public");

        // then
        assertThat(town.awaitRoom(event, host, member)).isEqualTo(room);
        town.awaitLevels(room, Map.of(host, 90));
        harness.eventually(() -> {
            assertThat(town.probe().joinRule(room)).contains("public");
            assertThat(town.probe().name(room)).contains("Event " + event + " Chat");
            assertThat(town.probe().canonicalAlias(room)).contains(town.alias(event));
            assertThat(town.probe().isListed(room)).isTrue();
            assertThat(town.probe().powerLevels(room))
                    .containsEntry(harness.synapse().botId(), 100);
        });
        assertThat(town.roomsOf(town.lane("event", event))).containsExactly(room);
    }

    @Test
    void aRoomOfOursWithAStrangerAsHighAsTheBotIsNotTaken() {
        // given
        int event = harness.newId();
        String stranger = town.stranger();
        String room = made(town.probe()
                .actor()
                .createRoom(Map.of(
                        "room_alias_name", alias(event),
                        "creation_content", Map.of(MARKER, town.lane("event", event)),
                        "preset", "public_chat",
                        "power_level_content_override",
                                Map.of("users", Map.of(harness.synapse().botId(), 100, stranger, 100))))
                .orFail());

        // when
        int member = town.attendee(event, "participant");
        town.announce(event, "public");

        // then
        harness.eventually(
                () -> assertThat(harness.problems(town.lane("event", event))).containsExactly("room foreign-alias"));
        harness.settle();
        assertThat(town.probe().joined(room)).doesNotContain(town.user(member));
        assertThat(town.probe().powerLevels(room)).containsEntry(stranger, 100);
    }

    private static String alias(int event) {
        return "event-e" + event + "-" + OneService.OWNER;
    }

    private static String made(JsonNode created) {
        return created.path("room_id").asText();
    }

    /** When the first call was made whose path has this in it. */
    private Instant called(String method, String part) {
        return harness.calls().calls().list().stream()
                .filter(call -> call.method().equals(method) && call.path().contains(part))
                .map(CountedCall::begin)
                .min(Instant::compareTo)
                .orElseThrow(() -> new AssertionError("no " + method + " for " + part));
    }
}
