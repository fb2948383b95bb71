package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.room.WaitReason;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What fails is tried again for as long as its budget lasts, then is one dead letter that holds nothing else up. A homeserver that is
 * out, or asks for patience, or refuses the token, spends none of the budget.
 */
@Tag("slow")
class FailuresTest {
    private static final String LANE = "ta/event/42";
    private static final Duration BUDGET = Duration.ofMinutes(5);
    private static final Answer PROXY_ERROR =
            new Answer.Refusal(400, Optional.empty(), "not from a homeserver", Optional.empty());

    @TempDir
    Path state;

    private PipelineDriver pipeline;
    private ScriptedHomeserver homeserver;
    private DomainEvents openmeet;

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.of(state, false, BUDGET, "ta", "tb");
        homeserver = pipeline.homeserver("ta");
        openmeet = new DomainEvents("ta", pipeline::now);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void room(int id, String name) {
        pipeline.say(openmeet.room("event.updated", id, "e" + id, name, "public", "published"));
    }

    private void rooms(int count) {
        for (int id = 1; id <= count; id++) {
            room(id, "Hike");
        }
    }

    private void comes(int user, String role) {
        pipeline.say(openmeet.attendee("added", 42, user, "confirmed", role));
    }

    private void aSettledRoom() {
        room(42, "Hike");
        comes(1, "participant");
        pipeline.settle();
        assertThat(joined()).containsExactly("bot_ta", "u1_ta");
        homeserver.forgetCalls();
    }

    private Iterable<String> joined() {
        return homeserver.matrix().roomOf(LANE).joined();
    }

    private long made() {
        return homeserver.calls(MatrixCall.CreateRoom.class).size();
    }

    private List<JsonNode> letters() {
        return pipeline.json(Topics.OPERATIONS_DEAD_LETTER).stream()
                .map(letter -> letter.value.orElseThrow())
                .toList();
    }

    private long spent(String lane) {
        byte[] record = pipeline.keyspace(Keyspace.Kind.LANES).get(lane).orElseThrow();
        return Json.read(record, LaneRecord.class).progress().spent();
    }

    /** Refuses what concerns {@code user} in a way that may pass. */
    private void refusesJoinsOf(String user) {
        homeserver.answers(call ->
                call instanceof MatrixCall.Join join && join.user().localpart().equals(user)
                        ? Optional.of(PROXY_ERROR)
                        : Optional.empty());
    }

    @Test
    void a429PausesTheSenderWithAllItsLanesForAsLongAsAskedAndSpendsNothing() {
        // given
        homeserver.holds();
        rooms(20);
        pipeline.pass(Duration.ofSeconds(5));
        assertThat(homeserver.unanswered()).isEqualTo(8);
        homeserver.answers(call -> Optional.of(new Answer.Refusal(
                429, Optional.of("M_LIMIT_EXCEEDED"), "Too Many Requests", Optional.of(Duration.ofMinutes(2)))));

        // when
        homeserver.release();
        pipeline.pass(Duration.ofSeconds(119));

        // then
        assertThat(homeserver.calls()).hasSize(8);
        assertThat(pipeline.noted().retries).hasSize(8).containsOnly(RetryReason.RATE_LIMITED);

        // when
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(2));

        // then
        assertThat(made()).isEqualTo(20);
        assertThat(spent("ta/event/1")).isZero();
        assertThat(letters()).isEmpty();
    }

    static Stream<Answer> outages() {
        return Stream.of(
                new Answer.NotSent("connection refused"),
                new Answer.Lost("timeout"),
                new Answer.Refusal(502, Optional.empty(), "bad gateway", Optional.empty()),
                new Answer.Refusal(503, Optional.empty(), "service unavailable", Optional.of(Duration.ofSeconds(5))));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void anOutageHoweverLongDeadLettersNothingAndEverythingFollowsWhenItIsOver(Answer outage) {
        // given
        aSettledRoom();
        homeserver.answers(call -> Optional.of(outage));
        rooms(10);
        room(42, "Walk");
        comes(2, "participant");
        pipeline.pass(Duration.ofMinutes(10));
        assertThat(pipeline.gate().isOut()).isTrue();
        homeserver.forgetCalls();

        // when
        pipeline.pass(Duration.ofHours(3), Duration.ofSeconds(1));

        // then
        assertThat(letters()).isEmpty();
        assertThat(homeserver.calls()).hasSizeBetween(100, 3 * 3600 / 3);

        // when
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(5));

        // then
        assertThat(pipeline.gate().isOut()).isFalse();
        assertThat(letters()).isEmpty();
        for (int id = 1; id <= 10; id++) {
            assertThat(homeserver.matrix().roomsOf("ta/event/" + id)).hasSize(1);
        }
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Walk Chat");
        assertThat(joined()).contains("u2_ta");
    }

    @Test
    void anOutageIsProbedByOneCallAtATime() {
        // given
        homeserver.answers(call -> Optional.of(new Answer.NotSent("connection refused")));
        rooms(20);
        pipeline.pass(Duration.ofMinutes(1));
        assertThat(pipeline.gate().isOut()).isTrue();

        // when
        homeserver.holds();
        pipeline.pass(Duration.ofMinutes(10));

        // then
        assertThat(homeserver.unanswered()).isEqualTo(1);
    }

    @Test
    void whoCannotBeJoinedIsOneDeadLetterAfterTheBudgetAndTheRestGoesOn() {
        // given
        aSettledRoom();
        refusesJoinsOf("u2_ta");

        // when
        comes(2, "participant");
        comes(3, "participant");
        room(42, "Walk");
        pipeline.settle();

        // then
        assertThat(joined()).containsExactly("bot_ta", "u1_ta", "u3_ta");
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Walk Chat");
        assertThat(letters()).isEmpty();

        // when
        pipeline.pass(Duration.ofMinutes(30));

        // then
        List<JsonNode> letters = letters();
        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst().path("lane").asText()).isEqualTo(LANE);
        assertThat(letters.getFirst().path("slot").asText()).isEqualTo("member:2");
        assertThat(letters.getFirst().path("call").asText()).isEqualTo("Join");
        int tries = (int) homeserver.calls(MatrixCall.Join.class).stream()
                .filter(join -> join.user().localpart().equals("u2_ta"))
                .count();
        assertThat(letters.getFirst().path("attempts").asInt()).isEqualTo(tries);
        assertThat(tries).isBetween(5, 60);
        pipeline.pass(Duration.ofHours(1), Duration.ofSeconds(1));
        assertThat(letters()).isEmpty();
    }

    @Test
    void aNewerFactRevivesWhatWasDeadLettered() {
        // given
        aSettledRoom();
        refusesJoinsOf("u2_ta");
        comes(2, "participant");
        pipeline.pass(Duration.ofMinutes(30));
        assertThat(letters()).hasSize(1);
        homeserver.recovers();

        // when
        comes(2, "speaker");
        pipeline.settle();

        // then
        assertThat(joined()).contains("u2_ta");
    }

    @Test
    void anAttributeThatCannotBeWrittenIsADeadLetterThatNamesIt() {
        // given
        aSettledRoom();
        homeserver.answers(call -> call instanceof MatrixCall.PutState put && put.state() instanceof RoomState.Name
                ? Optional.of(PROXY_ERROR)
                : Optional.empty());

        // when
        room(42, "Walk");
        pipeline.pass(Duration.ofMinutes(30));

        // then
        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.path("slot").asText()).isEqualTo("room"))
                .satisfies(
                        letter -> assertThat(letter.path("attribute").asText()).isEqualTo("name"));
        assertThat(homeserver.calls(MatrixCall.PutState.class))
                .filteredOn(put -> put.state() instanceof RoomState.Topic)
                .hasSize(1);

        // when
        homeserver.recovers();
        room(42, "Stroll");
        pipeline.settle();

        // then
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Stroll Chat");
    }

    @Test
    void twoAttributesThatCannotBeWrittenHaveABudgetEach() {
        // given
        aSettledRoom();
        homeserver.answers(call -> call instanceof MatrixCall.PutState ? Optional.of(PROXY_ERROR) : Optional.empty());

        // when
        room(42, "Walk");
        pipeline.pass(Duration.ofMinutes(30));

        // then
        assertThat(letters())
                .extracting(letter -> letter.path("attribute").asText())
                .containsExactlyInAnyOrder("name", "topic");
        long topics = homeserver.calls(MatrixCall.PutState.class).stream()
                .filter(put -> put.state() instanceof RoomState.Topic)
                .count();
        assertThat(topics).isGreaterThan(5);
    }

    @Test
    void aLostAnswerIsWaitedForThenLookedForAndOnlyThenTriedAgain() {
        // given
        aSettledRoom();
        homeserver.answers(MatrixCall.Join.class, new Answer.Lost("reset"));
        comes(2, "participant");
        pipeline.pass(Duration.ofSeconds(5));
        assertThat(homeserver.calls(MatrixCall.Join.class)).hasSize(1);
        homeserver.recovers();
        homeserver.forgetCalls();

        // when
        pipeline.pass(Duration.ofSeconds(24));

        // then
        assertThat(homeserver.calls()).isEmpty();

        // when
        pipeline.pass(Duration.ofSeconds(10));

        // then
        assertThat(homeserver.calls().getFirst()).isInstanceOf(MatrixCall.Read.class);
        assertThat(joined()).contains("u2_ta");
    }

    @Test
    void aRefusedTokenParksItsTenantAloneAndDeadLettersNothing() {
        // given
        homeserver.answers(call -> Optional.of(
                new Answer.Refusal(401, Optional.of("M_UNKNOWN_TOKEN"), "Unknown token", Optional.empty())));
        rooms(20);
        pipeline.say(
                new DomainEvents("tb", pipeline::now).room("event.updated", 42, "e42", "Hike", "public", "published"));

        // when
        pipeline.pass(Duration.ofHours(2), Duration.ofSeconds(1));

        // then
        assertThat(pipeline.homeserver("tb").matrix().roomsOf("tb/event/42")).hasSize(1);
        assertThat(homeserver.calls()).hasSizeLessThan(2 * 3600);
        assertThat(pipeline.noted().waitingFor()).containsEntry(WaitReason.CREDENTIAL, 20);
        assertThat(letters()).isEmpty();

        // when
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(2));

        // then
        assertThat(made()).isEqualTo(20);
        assertThat(letters()).isEmpty();
    }

    @Test
    void onceATokenIsAcceptedAgainNobodyWaitsForTheEndOfAPause() {
        // given: pauses of half a minute
        homeserver.answers(call -> Optional.of(
                new Answer.Refusal(401, Optional.of("M_UNKNOWN_TOKEN"), "Unknown token", Optional.empty())));
        rooms(20);
        pipeline.pass(Duration.ofMinutes(10), Duration.ofSeconds(1));

        // when
        homeserver.recovers();
        for (int step = 0; step < 600 && standing() == 0; step++) {
            pipeline.pass(Duration.ofMillis(100));
        }
        pipeline.pass(Duration.ofSeconds(3));

        // then
        assertThat(standing()).isEqualTo(20);
    }

    private long standing() {
        return IntStream.rangeClosed(1, 20)
                .filter(id -> !homeserver.matrix().roomsOf("ta/event/" + id).isEmpty())
                .count();
    }

    @Test
    void aLostAccountIsRegisteredAgainAndItsMemberJoins() {
        // given
        aSettledRoom();
        homeserver.matrix().lose("u1_ta");

        // when
        room(43, "Walk");
        pipeline.say(openmeet.attendee("added", 43, 1, "confirmed", "participant"));
        pipeline.pass(Duration.ofMinutes(2));

        // then
        assertThat(homeserver.calls(MatrixCall.Register.class)).hasSize(1);
        assertThat(homeserver.matrix().roomOf("ta/event/43").joined()).contains("u1_ta");
        assertThat(letters()).isEmpty();
    }
}
