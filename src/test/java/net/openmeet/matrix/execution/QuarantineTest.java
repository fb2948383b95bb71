package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.deadletter.LetterHeaders;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.epoch.Cause;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.Replayed;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.WaitReason;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A lane whose decisions throw is one dead letter and stops nobody else. It goes on with the next fact or poke that it can take.
 */
class QuarantineTest {
    private static final String LANE = "ta/event/42";
    private static final byte[] GARBAGE = "garbage".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path state;

    private PipelineDriver pipeline;
    private ScriptedHomeserver homeserver;
    private DomainEvents openmeet;

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.of(state, "ta");
        homeserver = pipeline.homeserver("ta");
        openmeet = new DomainEvents("ta", pipeline::now);
        room(42, "Hike");
        comes(42, 1);
        pipeline.settle();
        homeserver.forgetCalls();
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void room(int id, String name) {
        pipeline.say(openmeet.room("event.updated", id, "e" + id, name, "public", "published"));
    }

    private void comes(int event, int user) {
        pipeline.say(openmeet.attendee("added", event, user, "confirmed", "participant"));
    }

    private List<JsonNode> letters() {
        return pipeline.json(Topics.OPERATIONS_DEAD_LETTER).stream()
                .map(letter -> letter.value.orElseThrow())
                .toList();
    }

    private void assertOthersGoOn() {
        room(43, "Walk");
        comes(43, 1);
        pipeline.settle();
        assertThat(homeserver.matrix().roomOf("ta/event/43").joined()).contains("u1_ta");
    }

    private void assertOneLetterAndParked() {
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.path("lane").asText()).isEqualTo(LANE);
            assertThat(letter.path("slot").asText()).isEqualTo("room");
            assertThat(letter.path("problem").path("reason").asText()).isEqualTo("broken");
            assertThat(letter.path("stackTrace").asText())
                    .contains("\tat net.openmeet.matrix.")
                    .doesNotContain("garbage");
        });
        assertThat(pipeline.noted().waitingFor()).containsEntry(WaitReason.BROKEN, 1);
        pipeline.pass(Duration.ofHours(1), Duration.ofSeconds(1));
        assertThat(letters()).isEmpty();
    }

    @Test
    void aLaneThatCannotBePlannedIsParkedUntilAPoke() {
        // given
        pipeline.say(openmeet.attendee("role.changed", 42, 1, "confirmed", "speaker"));
        byte[] sound =
                pipeline.keyspace(Keyspace.Kind.SLOTS).get(LANE + "#member:1").orElseThrow();
        pipeline.keyspace(Keyspace.Kind.SLOTS).put(LANE + "#member:1", GARBAGE);

        // when
        pipeline.settle();

        // then
        assertOneLetterAndParked();

        // when
        pipeline.keyspace(Keyspace.Kind.SLOTS).put(LANE + "#member:1", sound);
        pipeline.command(LANE, new Operation.Poke(Optional.of("member:1"), "retry"));
        pipeline.settle();

        // then
        assertThat(pipeline.noted().waitingFor()).isEmpty();
        assertThat(homeserver.calls(MatrixCall.PutState.class))
                .filteredOn(put -> put.state() instanceof RoomState.Levels)
                .hasSize(1);
        assertOthersGoOn();
    }

    @Test
    void aRecordThatCannotBeReadIsALetterWithTheFactThatItCouldNotTake() {
        // given
        pipeline.keyspace(Keyspace.Kind.LANES).put(LANE, GARBAGE);

        // when
        room(42, "Walk");
        pipeline.settle();

        // then
        assertThat(pipeline.noted().refused).hasSize(1);
        List<JsonNode> letters = letters();
        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst().path("desired").path("fact").path("name").asText())
                .isEqualTo("Walk");
        assertThat(pipeline.noted().waitingFor()).containsEntry(WaitReason.BROKEN, 1);
        assertOthersGoOn();
    }

    @Test
    void aLaneThatCannotLearnIsParkedUntilTheNextFact() {
        // given
        homeserver.holds();
        room(42, "Walk");
        pipeline.settle();
        byte[] sound = pipeline.keyspace(Keyspace.Kind.LANES).get(LANE).orElseThrow();
        pipeline.keyspace(Keyspace.Kind.LANES).put(LANE, GARBAGE);

        // when
        homeserver.release();
        pipeline.settle();

        // then
        assertOneLetterAndParked();
        assertOthersGoOn();

        // when
        pipeline.keyspace(Keyspace.Kind.LANES).put(LANE, sound);
        room(42, "Stroll");
        pipeline.pass(Duration.ofMinutes(2));

        // then
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Stroll Chat");
        assertThat(pipeline.noted().waitingFor()).isEmpty();
    }

    @Test
    void aCommandThatIsNoneOfALanesStopsNothing() {
        // when
        Fact.RoomDeleted deleted = new Fact.RoomDeleted(LaneKey.parse("ta/user/1"));
        Origin origin = new Origin(
                Topics.DOMAIN_EVENTS,
                0,
                99,
                Instant.parse("2026-11-22T10:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        pipeline.command("ta/user/1", new Operation.RoomTold(deleted, origin));
        pipeline.command("not a lane", new Operation.Poke(Optional.empty(), "retry"));
        pipeline.rawCommand(LANE, GARBAGE);
        pipeline.rawCommand(LANE, new byte[0]);
        pipeline.settle();

        // then
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.path("lane").asText()).isEqualTo("ta/user/1");
            assertThat(letter.path("slot").asText()).isEqualTo("account");
        });
        assertOthersGoOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {Topics.ACCOUNTS, "pipeline-people-repartition", "pipeline-operations-repartition"})
    void aRecordThatIsNotWhatItsTopicHoldsIsKeptAsItCameAndStopsNobody(String topic) {
        // when
        pipeline.raw(topic, LANE, GARBAGE);
        pipeline.raw(topic, "not a lane", "{}".getBytes(StandardCharsets.UTF_8));
        pipeline.raw(topic, LANE, new byte[0]);
        pipeline.settle();

        // then
        assertThat(pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER))
                .hasSize(2)
                .first()
                .satisfies(letter -> {
                    assertThat(letter.value()).isEqualTo(GARBAGE);
                    assertThat(letter.key()).isEqualTo(LANE.getBytes(StandardCharsets.UTF_8));
                    assertThat(new String(
                                    letter.headers()
                                            .lastHeader(LetterHeaders.TOPIC)
                                            .value(),
                                    StandardCharsets.UTF_8))
                            .isEqualTo(topic);
                    assertThat(new String(
                                    letter.headers()
                                            .lastHeader(LetterHeaders.REASON)
                                            .value(),
                                    StandardCharsets.UTF_8))
                            .isEqualTo("unreadable-record");
                    assertThat(new String(
                                    letter.headers()
                                            .lastHeader(LetterHeaders.STACKTRACE)
                                            .value(),
                                    StandardCharsets.UTF_8))
                            .contains("Caused by: com.fasterxml.jackson", "\tat net.openmeet.matrix.json.Json")
                            .doesNotContain("garbage")
                            .hasSizeLessThanOrEqualTo(4_000);
                });
        assertOthersGoOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {Topics.ACCOUNTS, "pipeline-people-repartition", "pipeline-operations-repartition"})
    void whatIsPutBackAsUnreadableAsItWasIsOneMoreLetterAndToldOf(String topic) {
        // when
        Coordinates letter = new Coordinates(Topics.DOMAIN_EVENTS_DEAD_LETTER, 0, 7);
        pipeline.raw(topic, LANE, GARBAGE, Replayed.headers(pipeline, letter, Optional.empty()));

        // then
        assertThat(pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER))
                .singleElement()
                .satisfies(again -> assertThat(Provenance.read(again.headers()).map(Provenance::letter))
                        .contains(letter));
        assertThat(Replayed.fates(pipeline)).containsExactly("7 rejected unreadable-record");
    }

    @Test
    void aCallThatCannotEvenBeSentHoldsItsLaneAloneAndGivesItsTicketBack() {
        // given
        homeserver.throwsOn(call -> call instanceof MatrixCall.PutState put
                && put.state() instanceof RoomState.Name name
                && name.name().startsWith("Walk"));

        // when
        room(42, "Walk");
        pipeline.settle();

        // then
        assertOneLetterAndParked();
        assertThat(pipeline.gate().inFlight()).isZero();
        assertOthersGoOn();

        // when
        room(42, "Stroll");
        pipeline.pass(Duration.ofMinutes(2));

        // then
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Stroll Chat");
        assertThat(pipeline.noted().waitingFor()).isEmpty();
    }

    @Test
    void agendasThatCannotBeReadAreMadeAnewAfterARestart() {
        // given
        homeserver.holds();
        room(42, "Walk");
        pipeline.settle();
        for (Keyspace.Kind agenda : List.of(Keyspace.Kind.AGENDA, Keyspace.Kind.TELLINGS)) {
            pipeline.keyspace(agenda).put(LANE, GARBAGE);
            pipeline.keyspace(agenda).put("not a lane", GARBAGE);
        }

        // when
        pipeline = pipeline.restarted();
        homeserver = pipeline.homeserver("ta");
        homeserver.release();
        pipeline.pass(Duration.ofMinutes(2));

        // then
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Walk Chat");
        assertThat(pipeline.noted().waitingFor()).isEmpty();
        assertOthersGoOn();
    }

    @Test
    void aPokeOfALaneThatNobodyEverHeardOfMakesNone() {
        // when
        pipeline.command("ta/event/999", new Operation.Poke(Optional.empty(), "retry"));
        pipeline.settle();

        // then
        assertThat(pipeline.keyspace(Keyspace.Kind.LANES).get("ta/event/999")).isEmpty();
        assertThat(pipeline.json(Topics.ROOMS, "ta/event/999")).isEmpty();
    }

    @Test
    void whatKafkaOrAStoreThrowsGoesThrough() {
        // given
        LaneTable table = new LaneTable(
                pipeline.keyspace(Keyspace.Kind.LANES),
                new SlotStore(pipeline.keyspace(Keyspace.Kind.SLOTS), pipeline.keyspace(Keyspace.Kind.DIRTY)));
        MockProcessorContext<String, Effect> context = new MockProcessorContext<>();
        Quarantine quarantine = new Quarantine(
                table,
                new Agenda(pipeline.keyspace(Keyspace.Kind.AGENDA)),
                new Outbox(table, new ReplayNotes(pipeline.keyspace(Keyspace.Kind.REPLAYS)), new Silent(), context),
                tenant -> Optional.empty());
        LaneKey lane = LaneKey.parse(LANE);

        // when
        ThrowingCallable decision = () -> quarantine.guarded(lane, () -> {
            throw new ProcessorStateException("the disk is full");
        });

        // then
        assertThatThrownBy(decision).isInstanceOf(ProcessorStateException.class);
        assertThat(quarantine.holds(lane)).isFalse();
        assertThat(context.forwarded()).isEmpty();
    }

    /** Wants to know nothing. */
    private record Silent() implements Observer.OfTask {
        @Override
        public void answered(LaneKey lane, Plan.Do sent, Outcome outcome) {}

        @Override
        public void retried(LaneKey lane, RetryReason reason) {}

        @Override
        public void refused(LaneKey lane, Refusal refusal) {}

        @Override
        public void stale(LaneKey lane) {}

        @Override
        public void converged(LaneKey lane, Instant since, Instant now) {}

        @Override
        public void applied(LaneKey lane, String slot, Duration took, boolean outage) {}

        @Override
        public void agenda(int unconverged, List<Observer.Waits> waiting) {}

        @Override
        public void leftOut() {}

        @Override
        public void epoch(String tenant, int epoch) {}

        @Override
        public void raised(String tenant, Cause cause) {}

        @Override
        public void rebuilds(List<Rebuild> rebuilds) {}

        @Override
        public void closed() {}
    }
}
