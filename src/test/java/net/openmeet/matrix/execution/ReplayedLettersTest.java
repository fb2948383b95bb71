package net.openmeet.matrix.execution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.deadletter.LetterHeaders;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.deadletter.Replay;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.Replayed;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of each replay of an operation's letter the ledger says what became of it when its slot has been driven, and before that at most what it
 * waits for. A restart between changes nothing of that.
 */
class ReplayedLettersTest {
    private static final String LANE = "ta/event/42";
    private static final Answer NO = new Answer.Refusal(400, Optional.of("M_INVALID_PARAM"), "no", Optional.empty());
    private static final Answer LATER = new Answer.Refusal(503, Optional.empty(), "away", Optional.empty());

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

    /** As if letter {@code offset} were of {@code slot}, whose fact stood at {@code origin}. */
    private void replay(long letter, String lane, String slot, long origin) {
        pipeline.command(
                lane,
                new Operation.Poke(Optional.of(slot), "replay"),
                Replayed.headers(
                        pipeline,
                        new Coordinates(Topics.OPERATIONS_DEAD_LETTER, 0, letter),
                        Optional.of(new Coordinates(Topics.DOMAIN_EVENTS, 0, origin))));
    }

    private void settle() {
        pipeline.pass(Duration.ofSeconds(30));
    }

    private List<String> fates() {
        return Replayed.fates(pipeline);
    }

    private int letters() {
        return pipeline.json(Topics.OPERATIONS_DEAD_LETTER).size();
    }

    private void refusesNames() {
        homeserver.answers(call -> call instanceof MatrixCall.PutState put && put.state() instanceof RoomState.Name
                ? Optional.of(NO)
                : Optional.empty());
    }

    /** A room whose second name was refused, by the fact at offset 2. */
    private void aRefusedName() {
        named("Hike");
        comes(1);
        settle();
        refusesNames();
        named("Walk");
        settle();
        assertThat(letters()).isEqualTo(1);
    }

    @Test
    void whatSucceedsIsApplied() {
        // given
        aRefusedName();
        homeserver.recovers();

        // when
        replay(0, LANE, "room", 2);
        settle();

        // then
        assertThat(fates()).containsExactly("0 applied");
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Walk Chat");
    }

    @Test
    void whatIsRefusedAgainIsRejectedWithOneNewLetter() {
        // given
        aRefusedName();

        // when
        replay(0, LANE, "room", 2);
        settle();

        // then
        assertThat(fates()).containsExactly("0 rejected refused");
        assertThat(pipeline.records(Topics.OPERATIONS_DEAD_LETTER))
                .singleElement()
                .satisfies(letter -> {
                    Map<String, String> headers = new TreeMap<>();
                    letter.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
                    assertThat(headers)
                            .containsEntry(LetterHeaders.REASON, "refused")
                            .containsEntry(LetterHeaders.ERRCODE, "M_INVALID_PARAM")
                            .containsEntry(LetterHeaders.LANE, LANE)
                            .containsEntry(LetterHeaders.SLOT, "room")
                            .containsEntry(LetterHeaders.ATTRIBUTE, "name")
                            .containsEntry(Provenance.PASS, "1")
                            .containsEntry(Provenance.LETTER, Topics.OPERATIONS_DEAD_LETTER + "/0/0")
                            .containsKey(LetterHeaders.AT)
                            .hasSize(10);
                });
    }

    @Test
    void whereSomethingNewerWasAppliedTheLetterIsSuperseded() {
        // given
        aRefusedName();
        homeserver.recovers();
        named("Run");
        settle();

        // when
        replay(0, LANE, "room", 2);
        settle();

        // then
        assertThat(fates()).containsExactly("0 superseded openmeet.domain-events/0/3");
    }

    @Test
    void whatWaitsIsToldOnceAndItsEndAfterwards() {
        // given
        aRefusedName();
        homeserver.answers(call -> Optional.of(LATER));

        // when
        replay(0, LANE, "room", 2);
        settle();
        settle();

        // then
        assertThat(fates()).singleElement().asString().startsWith("0 waiting ");

        // when
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(5));

        // then
        assertThat(fates()).containsExactly("0 applied");
    }

    @Test
    void aRestartForgetsNoReplay() {
        // given
        aRefusedName();
        homeserver.answers(call -> Optional.of(LATER));
        replay(0, LANE, "room", 2);
        settle();
        assertThat(fates()).hasSize(1);

        // when
        pipeline = pipeline.restartedAnew();
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(5));

        // then
        assertThat(fates()).containsExactly("0 applied");

        // when
        pipeline = pipeline.restarted();
        pipeline.pass(Duration.ofMinutes(1));

        // then
        assertThat(fates()).isEmpty();
    }

    @Test
    void aMembersLetterIsToldOfWhenTheirSlotWasDriven() {
        // given
        named("Hike");
        settle();
        homeserver.answers(MatrixCall.Join.class, NO);
        comes(1);
        comes(2);
        settle();
        assertThat(letters()).isEqualTo(2);

        // when
        replay(0, LANE, "member:1", 1);
        settle();

        // then
        assertThat(fates()).containsExactly("0 rejected refused");

        // when
        homeserver.recovers();
        replay(1, LANE, "member:2", 2);
        settle();

        // then
        assertThat(fates()).containsExactly("1 applied");
        assertThat(homeserver.matrix().roomOf(LANE).joined()).containsExactly("bot_ta", "u2_ta");
    }

    @Test
    void anAccountsLetterIsToldOfAsWell() {
        // given
        homeserver.answers(MatrixCall.PutDisplayName.class, NO);
        named("Hike");
        comes(1);
        pipeline.say(openmeet.person("user.updated", 1, "u1", "Ana"));
        settle();
        assertThat(letters()).isEqualTo(1);

        // when
        homeserver.recovers();
        replay(0, "ta/user/1", "account", 2);
        settle();

        // then
        assertThat(fates()).containsExactly("0 applied");
        assertThat(homeserver.calls(MatrixCall.PutDisplayName.class)).hasSize(2);
    }

    @Test
    void aLaneThatThrowsOverItIsToldOnce() {
        // given
        aRefusedName();
        homeserver.answers(call -> Optional.of(LATER));
        replay(0, LANE, "room", 2);
        pipeline.pass(Duration.ofSeconds(1));
        assertThat(fates()).isEmpty();

        // when
        pipeline.keyspace(Keyspace.Kind.LANES).put(LANE, "garbage".getBytes(UTF_8));
        settle();

        // then
        assertThat(fates()).containsExactly("0 rejected broken");
        assertThat(letters()).isEqualTo(1);
    }

    @Test
    void aRefusalOfAnotherAttributeIsNotWhatBecameOfIt() {
        // given
        aRefusedName();
        Headers headers =
                Replayed.headers(pipeline, new Coordinates(Topics.OPERATIONS_DEAD_LETTER, 0, 0), Optional.empty());
        headers.add(Replay.ATTRIBUTE, "topic".getBytes(UTF_8));

        // when
        pipeline.command(LANE, new Operation.Poke(Optional.of("room"), "replay"), headers);
        settle();

        // then
        assertThat(fates()).containsExactly("0 applied");
        assertThat(letters()).isEqualTo(1);
    }

    @Test
    void ofWhatNobodyKnowsNothingBecomes() {
        // given
        named("Hike");
        settle();

        // when
        replay(0, "ta/event/99", "room", 0);
        replay(1, LANE, "member:99", 0);
        replay(2, "tz/event/42", "room", 0);
        replay(3, "nowhere", "room", 0);
        settle();

        // then
        assertThat(fates()).containsExactly("0 nothing", "1 nothing", "2 nothing", "3 nothing");
    }

    @Test
    void nobodyAsksAnyMoreAfterAWeek() {
        // given
        aRefusedName();
        homeserver.answers(call -> Optional.of(LATER));
        replay(0, LANE, "room", 2);
        settle();
        fates();

        // when
        pipeline.pass(Duration.ofDays(8), Duration.ofMinutes(10));
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(5));

        // then
        assertThat(fates()).noneMatch(fate -> fate.contains("applied"));
        assertThat(homeserver.matrix().roomOf(LANE).name()).isEqualTo("Walk Chat");
    }

    @Test
    void membersOfARefusedRoomFollowANewerFactWithoutAReplay() {
        // given
        homeserver.answers(MatrixCall.CreateRoom.class, NO);
        named("Hike");
        comes(1);
        comes(2);
        settle();
        assertThat(letters()).isEqualTo(1);

        // when
        homeserver.recovers();
        named("Walk");
        settle();

        // then
        assertThat(homeserver.matrix().roomOf(LANE).joined()).containsExactly("bot_ta", "u1_ta", "u2_ta");
    }

    @Test
    void membersOfARefusedRoomFollowAReplayOfItsLetterAlone() {
        // given
        homeserver.answers(MatrixCall.CreateRoom.class, NO);
        named("Hike");
        comes(1);
        comes(2);
        settle();
        assertThat(letters()).isEqualTo(1);

        // when
        homeserver.recovers();
        replay(0, LANE, "room", 0);
        settle();

        // then
        assertThat(fates()).containsExactly("0 applied");
        assertThat(homeserver.matrix().roomOf(LANE).joined()).containsExactly("bot_ta", "u1_ta", "u2_ta");
    }
}
