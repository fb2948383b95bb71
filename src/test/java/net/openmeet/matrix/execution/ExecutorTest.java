package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.RecordHeader;
import net.openmeet.matrix.event.ReplayHeaders;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lane has one call in flight at most, and whatever is said meanwhile ends in the newest state by as few calls. What is equal or
 * older costs none.
 */
class ExecutorTest {
    private static final String LANE = "ta/event/42";

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
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void named(String name) {
        pipeline.say(openmeet.room("event.updated", 42, "e42", name, "public", "published"));
    }

    private void comes(int user) {
        pipeline.say(openmeet.attendee("added", 42, user, "confirmed", "participant"));
    }

    private void aSettledRoom() {
        named("Hike");
        comes(1);
        pipeline.settle();
        assertThat(homeserver.matrix().roomOf(LANE).joined()).containsExactly("bot_ta", "u1_ta");
        homeserver.forgetCalls();
    }

    private List<String> names() {
        return homeserver.calls(MatrixCall.PutState.class).stream()
                .map(MatrixCall.PutState::state)
                .filter(RoomState.Name.class::isInstance)
                .map(state -> ((RoomState.Name) state).name())
                .toList();
    }

    @Test
    void aLaneHasOneCallInFlightWhateverIsSaidMeanwhile() {
        // given
        homeserver.holds();
        named("Hike");
        pipeline.settle();

        // when
        for (int user = 1; user <= 5; user++) {
            comes(user);
            named("Hike " + user);
            pipeline.settle();
        }

        // then
        assertThat(homeserver.calls())
                .filteredOn(call -> !(call instanceof MatrixCall.OfAccount))
                .hasSize(1);
        assertThat(homeserver.calls(MatrixCall.Register.class)).hasSize(5);
    }

    @Test
    void tenChangesWhileACallIsUnderWayEndInOneMore() {
        // given
        aSettledRoom();
        homeserver.holds();
        named("Hike 0");
        pipeline.settle();
        assertThat(names()).containsExactly("Hike 0 Chat");

        // when
        for (int change = 1; change <= 10; change++) {
            named("Hike " + change);
            pipeline.pass(Duration.ofMillis(20));
        }
        homeserver.release();
        pipeline.settle();

        // then
        assertThat(names()).containsExactly("Hike 0 Chat", "Hike 10 Chat");
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Hike 10 Chat");
    }

    @Test
    void whatIsEqualCostsNoCall() {
        // given
        aSettledRoom();

        // when
        named("Hike");
        comes(1);
        pipeline.say(openmeet.attendee("status.changed", 42, 1, "attended", "participant"));
        pipeline.settle();

        // then
        assertThat(homeserver.calls()).isEmpty();
    }

    @Test
    void aRenameAndBackAgainCostsNoCall() {
        // given
        aSettledRoom();

        // when
        named("Walk");
        named("Hike");
        pipeline.settle();

        // then
        assertThat(homeserver.calls()).isEmpty();
    }

    @Test
    void whoComesAndGoesAtOnceIsNotJoined() {
        // given
        aSettledRoom();

        // when
        comes(2);
        pipeline.say(openmeet.attendee("cancelled", 42, 2, "cancelled", "participant"));
        pipeline.settle();

        // then
        assertThat(homeserver.calls(MatrixCall.Join.class)).isEmpty();
        assertThat(homeserver.calls(MatrixCall.Kick.class)).isEmpty();
    }

    @Test
    void aReplayedOlderFactChangesNothing() {
        // given
        DomainEvents.Event old = openmeet.room("event.created", 42, "e42", "Old", "public", "published");
        pipeline.say(old);
        aSettledRoom();
        RecordHeaders origin = new RecordHeaders();
        for (RecordHeader header : ReplayHeaders.of(new Coordinates(Topics.DOMAIN_EVENTS, 0, 0))) {
            origin.add(header.name(), header.value().orElseThrow());
        }

        // when
        replay(old, origin);
        pipeline.settle();

        // then
        assertThat(pipeline.noted().rejected).isEmpty();
        assertThat(pipeline.noted().staleLanes).containsExactly(LaneKey.parse(LANE));
        assertThat(homeserver.calls()).isEmpty();
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Hike Chat");
    }

    private void replay(DomainEvents.Event event, Headers headers) {
        pipeline.replay(
                event.key().getBytes(StandardCharsets.UTF_8), event.json().getBytes(StandardCharsets.UTF_8), headers);
    }

    @Test
    void aLaneOfATenantThatIsNotConfiguredIsLeftAlone() {
        // given
        aSettledRoom();

        // when
        pipeline.command("elsewhere/event/42", new Operation.Poke(Optional.empty(), "resync"));
        pipeline.say(new DomainEvents("elsewhere", pipeline::now)
                .room("event.created", 42, "e42", "Hike", "public", "published"));
        pipeline.settle();

        // then
        assertThat(homeserver.calls()).isEmpty();
        assertThat(pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER)).hasSize(1);
        assertThat(pipeline.keyspace(Keyspace.Kind.LANES).get("elsewhere/event/42"))
                .isEmpty();
    }

    @Test
    void aPokeLetsTheRoomBeReadAgainAndNothingElse() {
        // given
        aSettledRoom();

        // when
        pipeline.command(LANE, new Operation.Poke(Optional.empty(), "resync"));
        pipeline.settle();

        // then
        assertThat(homeserver.calls()).isNotEmpty().allMatch(MatrixCall.Read.class::isInstance);
    }
}
