package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a task's watch finds out reaches every instance by a topic, once for each loss or request. A watch calls through the same
 * gate as all others: an outage, a refused token and a rate limit hold it back, and an outage that ends makes it look at once.
 */
class WatchesTest {
    private static final Answer DOWN = new Answer.NotSent("connection refused");
    private static final Answer UNAUTHORIZED =
            new Answer.Refusal(401, Optional.of("M_UNKNOWN_TOKEN"), "Invalid access token passed.", Optional.empty());

    @TempDir
    Path state;

    private PipelineDriver pipeline;
    private ScriptedHomeserver homeserver;

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.watching(state, "ta", "tb");
        homeserver = pipeline.homeserver("ta");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void pass(Duration time) {
        pipeline.pass(time, Duration.ofSeconds(1));
    }

    private List<String> told() {
        return pipeline.json(Topics.HOMESERVERS).stream()
                .map(record -> record.key + " " + text(record.value.orElseThrow()))
                .toList();
    }

    private static String text(JsonNode record) {
        return record.path("epoch").asInt() + " " + record.path("resync").asInt() + " "
                + record.path("reason").asText();
    }

    private void resync(String key) {
        pipeline.rawCommand(key, "{\"op\":\"poke\",\"reason\":\"resync\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFirstLookMarksEachTenantsHomeserverAndTellsNothing() {
        // when
        pass(Duration.ofSeconds(1));

        // then
        assertThat(homeserver.calls(MatrixCall.PutEpoch.class)).hasSize(2);
        assertThat(pipeline.homeserver("tb").calls(MatrixCall.PutEpoch.class)).hasSize(2);
        assertThat(told()).isEmpty();
        assertThat(pipeline.noted().epochs).isEqualTo(Map.of("ta", 0, "tb", 0));
    }

    @Test
    void aLossIsToldOnceAndOfItsTenantAlone() {
        // given
        pass(Duration.ofMinutes(3));

        // when
        homeserver.matrix().forgetMarks();
        pass(Duration.ofMinutes(3));

        // then
        assertThat(told()).containsExactly("ta 1 0 wiped");
        assertThat(pipeline.noted().raised).containsExactly("ta wiped");
        assertThat(pipeline.noted().epochs).containsEntry("ta", 1).containsEntry("tb", 0);
    }

    @Test
    void aLossWhileTheServiceWasDownIsToldAfterItsStart() {
        // given
        pass(Duration.ofMinutes(3));

        // when
        homeserver.matrix().forgetMarks();
        pipeline = pipeline.restarted();
        pass(Duration.ofSeconds(10));

        // then
        assertThat(told()).containsExactly("ta 1 0 wiped");
    }

    @Test
    void aRestartAloneTellsNothing() {
        // given
        pass(Duration.ofMinutes(3));

        // when
        pipeline = pipeline.restarted();
        pass(Duration.ofMinutes(3));

        // then
        assertThat(told()).isEmpty();
    }

    @Test
    void aPortThatThrowsCostsOneLookAndKeepsNoTicket() {
        // given
        pass(Duration.ofMinutes(3));
        homeserver.throwsOn(call -> call instanceof MatrixCall.ReadEpoch);
        homeserver.matrix().forgetMarks();
        pass(Duration.ofMinutes(3));
        assertThat(told()).isEmpty();
        assertThat(pipeline.gate().inFlight()).isZero();

        // when
        homeserver.throwsOn(call -> false);
        pass(Duration.ofMinutes(3));

        // then
        assertThat(told()).containsExactly("ta 1 0 wiped");
    }

    @Test
    void anOutageThatEndsMakesItLookAtOnce() {
        // given
        pass(Duration.ofSeconds(90));
        homeserver.answers(call -> Optional.of(DOWN));
        pass(Duration.ofMinutes(10));
        assertThat(pipeline.gate().isOut()).isTrue();
        homeserver.matrix().forgetMarks();

        // when
        homeserver.recovers();
        pass(Duration.ofSeconds(40));

        // then: the longest pause between two probes is 30 s
        assertThat(told()).containsExactly("ta 1 0 wiped");
    }

    @Test
    void anOutageCostsAProbeNowAndThen() {
        // given
        pass(Duration.ofSeconds(90));
        homeserver.answers(call -> Optional.of(DOWN));
        pipeline.homeserver("tb").answers(call -> Optional.of(DOWN));
        pass(Duration.ofMinutes(10));
        homeserver.forgetCalls();
        pipeline.homeserver("tb").forgetCalls();

        // when
        pass(Duration.ofMinutes(10));

        // then
        assertThat(homeserver.calls().size() + pipeline.homeserver("tb").calls().size())
                .isBetween(10, 60);
    }

    @Test
    void aRefusedTokenHoldsTheWatchBackAndIsNoLoss() {
        // given
        pass(Duration.ofSeconds(90));
        homeserver.answers(call -> Optional.of(UNAUTHORIZED));
        pass(Duration.ofMinutes(10));
        homeserver.forgetCalls();

        // when
        pass(Duration.ofMinutes(10));
        int whileRefused = homeserver.calls().size();
        homeserver.recovers();
        pass(Duration.ofMinutes(2));

        // then
        assertThat(whileRefused).isBetween(10, 60);
        assertThat(told()).isEmpty();
        assertThat(homeserver.calls(MatrixCall.PutEpoch.class)).isNotEmpty();
    }

    @Test
    void aRateLimitHoldsTheWatchBackAsLongAsItSays() {
        // given
        pass(Duration.ofSeconds(90));
        Duration longTime = Duration.ofMinutes(20);
        homeserver.answers(call ->
                Optional.of(new Answer.Refusal(429, Optional.of("M_LIMIT_EXCEEDED"), "no", Optional.of(longTime))));
        pass(Duration.ofMinutes(2));
        homeserver.forgetCalls();

        // when
        pass(Duration.ofMinutes(10));

        // then
        assertThat(homeserver.calls()).isEmpty();
    }

    @Test
    void aLossIsNoticedWhileRoomsAreBusy() {
        // given
        pass(Duration.ofMinutes(2));
        DomainEvents openmeet = new DomainEvents("ta", pipeline::now);
        for (int room = 1; room <= 20; room++) {
            pipeline.say(openmeet.room("event.created", room, "e" + room, "Hike", "public", "published"));
        }

        // when
        homeserver.matrix().forgetMarks();
        pass(Duration.ofMinutes(2));

        // then
        assertThat(told()).containsExactly("ta 1 0 wiped");
    }

    @Test
    void aResyncOfATenantIsToldEachTimeItIsAskedFor() {
        // given
        pass(Duration.ofMinutes(1));

        // when
        resync("ta");
        resync("ta");
        pass(Duration.ofMinutes(1));

        // then
        assertThat(told()).containsExactly("ta 0 1 resync", "ta 0 2 resync");
        assertThat(pipeline.noted().raised).containsExactly("ta resync", "ta resync");
        assertThat(pipeline.noted().leftOut).isZero();
    }

    @Test
    void numbersOnlyGrowEvenIfWhatTheTaskStoredIsLost() {
        // given
        resync("ta");
        homeserver.matrix().forgetMarks();
        pass(Duration.ofMinutes(2));
        told();
        pipeline.keyspace(Keyspace.Kind.WATCHES).delete("ta");

        // when
        pipeline = pipeline.restarted();
        pass(Duration.ofMinutes(2));
        resync("ta");

        // then
        assertThat(told()).containsExactly("ta 0 2 resync");
    }

    @Test
    void whatIsNoCommandForAnythingOfOursIsLeftOutAndCounted() {
        // when
        resync("elsewhere");
        resync("a/b");
        resync("");
        pipeline.rawCommand("ta", "no JSON".getBytes(StandardCharsets.UTF_8));
        pipeline.rawCommand("ta", "{\"op\":\"unheard-of\"}".getBytes(StandardCharsets.UTF_8));
        pipeline.rawCommand("ta", new byte[0]);
        pipeline.rawCommand("ta/event/42", "[]".getBytes(StandardCharsets.UTF_8));
        pass(Duration.ofMinutes(1));

        // then
        assertThat(pipeline.noted().leftOut).isEqualTo(7);
        assertThat(told()).isEmpty();
    }

    @Test
    void aTenantWhoseStoredLedgerIsOfAnotherVersionIsReadAllTheSame() {
        // given
        pass(Duration.ofMinutes(2));
        String stored = "{\"v\":2,\"epoch\":4,\"sent\":7,\"even\":6,\"odd\":7,\"unheard\":{\"of\":1}}";
        pipeline.keyspace(Keyspace.Kind.WATCHES).put("ta", stored.getBytes(StandardCharsets.UTF_8));

        // when
        pipeline = pipeline.restarted();
        homeserver.matrix().forgetMarks();
        pass(Duration.ofMinutes(2));

        // then
        assertThat(told()).containsExactly("ta 5 0 wiped");
    }

    @Test
    void aPokeOfALaneIsNoResyncOfItsTenant() {
        // when
        pipeline.command("ta/event/42", new Operation.Poke(Optional.empty(), "resync"));
        pass(Duration.ofMinutes(1));

        // then
        assertThat(told()).isEmpty();
        assertThat(pipeline.noted().leftOut).isZero();
    }
}
