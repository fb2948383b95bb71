package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.CallTrace;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The trace context of a domain event goes with whatever is done for it: each call and retry, the account it takes, the dead letter and
 * its replay, also after a restart, and where nobody exports spans. A call for several facts is in the trace of the newest, and linked to
 * those of the others.
 */
class TraceContextTest {
    private static final String LANE = "ta/event/42";
    private static final String FIRST = context("1");
    private static final String SECOND = context("2");
    private static final String THIRD = context("3");

    @TempDir
    Path state;

    private PipelineDriver pipeline;
    private ScriptedHomeserver homeserver;
    private DomainEvents openmeet;

    private static String context(String digit) {
        return "00-" + digit.repeat(32) + "-" + digit.repeat(16) + "-01";
    }

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.of(state, "ta");
        homeserver = pipeline.homeserver("ta");
        openmeet = new DomainEvents("ta", pipeline::now);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void say(DomainEvents.Event event, String traceparent) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
        pipeline.say(
                event.key().getBytes(StandardCharsets.UTF_8), event.json().getBytes(StandardCharsets.UTF_8), headers);
    }

    private void named(String name, String traceparent) {
        say(openmeet.room("event.updated", 42, "e42", name, "public", "published"), traceparent);
    }

    private void comes(int user, String role, String traceparent) {
        say(openmeet.attendee("added", 42, user, "confirmed", role), traceparent);
    }

    private List<CallTrace> traces(Class<? extends MatrixCall> type) {
        return traces(type::isInstance);
    }

    private List<CallTrace> traces(Predicate<MatrixCall> which) {
        List<MatrixCall> calls = homeserver.calls();
        List<CallTrace> traces = homeserver.traces();
        return IntStream.range(0, calls.size())
                .filter(at -> which.test(calls.get(at)))
                .mapToObj(traces::get)
                .toList();
    }

    private static boolean isName(MatrixCall call) {
        return call instanceof MatrixCall.PutState put && put.state() instanceof RoomState.Name;
    }

    private void answersNames(Answer answer) {
        homeserver.answers(call -> Optional.of(answer).filter(ignored -> isName(call)));
    }

    private static Optional<String> header(TestRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader("traceparent"))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** A room of an event with one person, each of its own trace. */
    private void aRoom() {
        named("Hike", FIRST);
        pipeline.settle();
        comes(1, "participant", SECOND);
        pipeline.settle();
    }

    @Test
    void eachCallIsInTheTraceOfTheFactThatAskedForIt() {
        // when
        aRoom();

        // then
        assertThat(traces(MatrixCall.CreateRoom.class))
                .extracting(CallTrace::parent)
                .containsExactly(Optional.of(FIRST));
        assertThat(traces(MatrixCall.Join.class)).extracting(CallTrace::parent).containsExactly(Optional.of(SECOND));
        assertThat(traces(MatrixCall.Register.class))
                .extracting(CallTrace::parent)
                .containsExactly(Optional.of(SECOND));
        assertThat(homeserver.traces())
                .allSatisfy(trace -> assertThat(trace.parent()).isPresent());
    }

    @Test
    void aCallForSeveralFactsIsInTheTraceOfTheNewestAndLinkedToTheOthers() {
        // given
        named("Hike", FIRST);
        pipeline.pass(Duration.ofMillis(50));
        comes(1, "host", SECOND);
        pipeline.pass(Duration.ofMillis(50));
        comes(2, "moderator", THIRD);

        // when
        pipeline.settle();

        // then
        CallTrace made = traces(MatrixCall.CreateRoom.class).getFirst();
        assertThat(made.parent()).contains(THIRD);
        assertThat(made.links()).containsExactly(SECOND, FIRST);
    }

    @Test
    void aRetryIsInTheSameTraceAlsoAfterARestart() {
        // given
        aRoom();
        answersNames(new Answer.Refusal(502, Optional.empty(), "proxy", Optional.empty()));
        named("Walk", THIRD);
        pipeline.settle();
        homeserver.forgetCalls();

        // when
        pipeline = pipeline.restartedAnew();
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(5));

        // then
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Walk Chat");
        assertThat(traces(TraceContextTest::isName))
                .isNotEmpty()
                .allSatisfy(trace -> assertThat(trace.parent()).contains(THIRD));
    }

    @Test
    void aFurtherAttemptIsLinkedToTheOneBefore() {
        // given
        aRoom();
        homeserver.forgetCalls();
        String span = context("a");
        homeserver.answers(call -> {
            if (!isName(call)) {
                return Optional.empty();
            }
            homeserver.traces().getLast().sentAs(span);
            return Optional.of(new Answer.Refusal(404, Optional.empty(), "proxy", Optional.empty()));
        });

        // when
        named("Walk", THIRD);
        pipeline.pass(Duration.ofMinutes(1));

        // then
        List<CallTrace> tries = traces(TraceContextTest::isName);
        assertThat(tries).hasSizeGreaterThan(1);
        assertThat(tries.getFirst().attempt()).isEqualTo(1);
        assertThat(tries.getFirst().links()).isEmpty();
        assertThat(tries.get(1).parent()).contains(THIRD);
        assertThat(tries.get(1).links()).containsExactly(span);
        assertThat(tries.get(1).attempt()).isEqualTo(2);
    }

    @Test
    void aDeadLetterCarriesItAndItsReplayContinuesIt() {
        // given
        aRoom();
        answersNames(new Answer.Refusal(413, Optional.of("M_TOO_LARGE"), "too large", Optional.empty()));
        named("Walk", THIRD);
        pipeline.pass(Duration.ofMinutes(5));
        List<TestRecord<byte[], byte[]>> letters = pipeline.records(Topics.OPERATIONS_DEAD_LETTER);
        homeserver.forgetCalls();
        homeserver.recovers();

        // when
        pipeline.command(LANE, new Operation.Poke(Optional.of("room"), "replay"));
        pipeline.settle();

        // then
        assertThat(letters).hasSize(1);
        assertThat(header(letters.getFirst())).contains(THIRD);
        assertThat(traces(MatrixCall.PutState.class))
                .extracting(CallTrace::parent)
                .containsExactly(Optional.of(THIRD));
    }

    @Test
    void aDomainEventThatIsDeadLetteredKeepsItsOwn() {
        // when
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", THIRD.getBytes(StandardCharsets.UTF_8));
        pipeline.say(LANE.getBytes(StandardCharsets.UTF_8), "{}".getBytes(StandardCharsets.UTF_8), headers);

        // then
        assertThat(header(pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER).getFirst()))
                .contains(THIRD);
    }

    @Test
    void anIllegalOneIsLeftOutAndNothingElse() {
        // when
        named("Hike", "00-" + "0".repeat(32) + "-" + "1".repeat(16) + "-01");
        pipeline.settle();

        // then
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Hike Chat");
        assertThat(homeserver.traces())
                .isNotEmpty()
                .allSatisfy(trace -> assertThat(trace.parent()).isEmpty());
    }
}
