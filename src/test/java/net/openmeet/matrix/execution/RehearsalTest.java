package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.WaitReason;
import net.openmeet.matrix.topology.Stores;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A dry run of a resync writes nothing, neither to the homeserver nor to the store, and a resync that follows makes the very calls that
 * were announced, whatever was changed by hand before.
 */
@Tag("slow")
class RehearsalTest {
    private static final LaneKey LANE = LaneKey.parse("ta/event/42");
    private static final Operation.Poke RESYNC = new Operation.Poke(Optional.empty(), "resync");

    @TempDir
    private Path state;

    private PipelineDriver pipeline;
    private ScriptedHomeserver homeserver;
    private DomainEvents openmeet;

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.of(state, "ta");
        homeserver = pipeline.homeserver("ta");
        openmeet = new DomainEvents("ta", pipeline::now);
        pipeline.say(openmeet.room("event.created", 42, "hike", "Hike", "public", "published"));
        for (int person = 1; person <= 6; person++) {
            pipeline.say(openmeet.attendee(
                    "added",
                    42,
                    person,
                    "confirmed",
                    List.of("host", "speaker", "participant").get(person % 3)));
        }
        pipeline.settle();
        homeserver.forgetCalls();
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private Difference rehearsed(Operation.Poke poke) {
        return new Rehearsals(
                        new Duty(Lease.Terms.of(Duration.ofSeconds(30), Duration.ofSeconds(3))),
                        tenant -> Standing.first())
                .of(
                        LANE,
                        poke,
                        pipeline.store(Stores.LANES),
                        pipeline.tenant("ta").orElseThrow())
                .orElseThrow();
    }

    private Map<String, String> stored() {
        Map<String, String> entries = new TreeMap<>();
        try (KeyValueIterator<String, byte[]> all =
                pipeline.<byte[]>store(Stores.LANES).all()) {
            all.forEachRemaining(entry -> entries.put(entry.key, new String(entry.value, StandardCharsets.UTF_8)));
        }
        return entries;
    }

    private List<MatrixCall> writes() {
        return homeserver.calls().stream()
                .filter(call -> !(call instanceof MatrixCall.Read))
                .toList();
    }

    private RoomId room() {
        Answer answer = homeserver.matrix().answer(new MatrixCall.LookupAlias(alias("event-hike-ta")));
        return ((Seen.AliasTarget) ((Answer.Good) answer).seen()).room();
    }

    private static RoomAlias alias(String localpart) {
        return new RoomAlias(localpart, "hs.test");
    }

    private static UserId user(int person) {
        return new UserId("u" + person + "_ta", "hs.test");
    }

    private void byHand(MatrixCall call) {
        homeserver.matrix().answer(call);
    }

    private void putByHand(RoomState content) {
        byHand(new MatrixCall.PutState(room(), content, Optional.empty()));
    }

    private PowerLevels levels() {
        Answer answer = homeserver.matrix().answer(new MatrixCall.ReadLevels(room()));
        return ((Seen.Levels) ((Answer.Good) answer).seen()).levels();
    }

    private static List<String> words(Difference difference) {
        return difference.changes().stream().map(Difference.Change::words).toList();
    }

    @Test
    void anEqualRoomDiffersInNothing() {
        // when
        Difference difference = rehearsed(RESYNC);
        // then
        assertThat(difference.changes()).isEmpty();
        assertThat(difference.beyond()).isEmpty();
        assertThat(difference.waits()).isEmpty();
        assertThat(difference.reads()).isBetween(1, 3);
    }

    @Test
    void whatWasChangedByHandIsToldInWords() {
        // given
        PowerLevels levels = levels();
        putByHand(new RoomState.Name("Party"));
        putByHand(new RoomState.Join(JoinRule.INVITE));
        putByHand(new RoomState.Levels(levels.with(Map.of(user(3), Optional.of(10), user(5), Optional.of(60)))));
        byHand(new MatrixCall.ListRoom(room(), false));
        byHand(new MatrixCall.Leave(room(), user(2), "bored"));
        // when
        Difference difference = rehearsed(RESYNC);
        Difference rejoining = rehearsed(RESYNC.rejoining());
        // then
        assertThat(words(difference))
                .contains(
                        "set name \"Party\" → \"Hike Chat\"",
                        "set join rule invite → public",
                        "level of @u3_ta:hs.test 10 → 90",
                        "level of @u5_ta:hs.test 60 → 0",
                        "list it in the room directory")
                .doesNotContain("join @u2_ta:hs.test");
        assertThat(difference.waiting()).containsEntry(WaitReason.LEFT, 1);
        assertThat(words(rejoining)).contains("join @u2_ta:hs.test");
        assertThat(rejoining.waiting()).isEmpty();
        assertThat(writes()).isEmpty();
    }

    static List<Integer> seeds() {
        Random random = new Random();
        return random.ints(40).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aResyncDoesWhatWasAnnouncedAndTheAnnouncementNothing(int seed) {
        // given
        Random random = new Random(seed);
        for (int change = 0; change < 4; change++) {
            changeByHand(random);
        }
        homeserver.forgetCalls();
        Map<String, String> before = stored();
        Operation.Poke poke = random.nextBoolean() ? RESYNC : RESYNC.rejoining();
        // when
        Difference announced = rehearsed(poke);
        // then
        assertThat(writes()).as("seed %s", seed).isEmpty();
        assertThat(stored()).isEqualTo(before);
        // when
        pipeline.command(LANE.toString(), poke);
        pipeline.settle();
        // then
        assertThat(announced.beyond()).isEmpty();
        assertThat(once(writes().stream()
                        .map(call -> call.getClass().getSimpleName())
                        .toList()))
                .as("seed %s, announced %s", seed, words(announced))
                .isEqualTo(once(announced.changes().stream()
                        .map(Difference.Change::call)
                        .toList()));
        assertThat(writes()).hasSize(announced.writes());
        // and then: nothing is left
        assertThat(rehearsed(RESYNC).changes()).as("seed %s", seed).isEmpty();
    }

    /** Several lines may be one call. */
    private static List<String> once(List<String> calls) {
        List<String> once = new ArrayList<>();
        calls.forEach(call -> {
            if (once.isEmpty() || !once.getLast().equals(call)) {
                once.add(call);
            }
        });
        return once;
    }

    private void changeByHand(Random random) {
        UserId somebody = user(1 + random.nextInt(6));
        switch (random.nextInt(9)) {
            case 0 -> putByHand(new RoomState.Name("Party"));
            case 1 -> putByHand(new RoomState.Topic("Come all"));
            case 2 -> putByHand(new RoomState.Join(JoinRule.INVITE));
            case 3 -> putByHand(new RoomState.Levels(levels().with(Map.of(somebody, Optional.of(random.nextInt(80))))));
            case 4 -> byHand(new MatrixCall.ListRoom(room(), false));
            case 5 -> byHand(new MatrixCall.Leave(room(), somebody, "bored"));
            case 6 -> byHand(new MatrixCall.Kick(room(), somebody, "OpenMeet: by mistake"));
            case 7 -> putByHand(new RoomState.CanonicalAlias(Optional.empty(), List.of()));
            default -> putByHand(new RoomState.GuestAccess(true));
        }
    }

    @Test
    void aRoomThatIsNotThereYetIsAnnouncedWithItsMembers() {
        // given: nothing of it is sent, because the homeserver is down
        homeserver.answers(MatrixCall.CreateRoom.class, new Answer.Lost("down"));
        pipeline.say(openmeet.room("event.created", 43, "walk", "Walk", "private", "published"));
        pipeline.say(openmeet.attendee("added", 43, 1, "confirmed", "host"));
        pipeline.settle();
        homeserver.recovers();
        // when
        Difference difference = new Rehearsals(
                        new Duty(Lease.Terms.of(Duration.ofSeconds(30), Duration.ofSeconds(3))),
                        tenant -> Standing.first())
                .of(
                        LaneKey.parse("ta/event/43"),
                        RESYNC,
                        pipeline.store(Stores.LANES),
                        pipeline.tenant("ta").orElseThrow())
                .orElseThrow();
        // then
        assertThat(words(difference))
                .containsExactly(
                        "make a room named \"Walk Chat\" with alias #event-walk-ta:hs.test, join rule invite, not listed,"
                                + " version 11, inviting 1, with levels for 1",
                        "join @u1_ta:hs.test");
    }

    @Test
    void aHomeserverThatDoesNotAnswerIsNoDifference() {
        // given
        homeserver.answers(MatrixCall.ReadRoom.class, new Answer.Lost("down"));
        // when
        Difference difference = rehearsed(RESYNC);
        // then
        assertThat(difference.changes()).isEmpty();
        assertThat(difference.beyond().orElseThrow()).contains("didn't answer ReadRoom");
    }

    @Test
    void onePersonIsLookedAtAlone() {
        // given
        byHand(new MatrixCall.Kick(room(), user(2), "OpenMeet: by mistake"));
        putByHand(new RoomState.Name("Party"));
        // when
        Difference difference = rehearsed(new Operation.Poke(Optional.of("member:2"), "resync"));
        // then
        assertThat(words(difference)).containsExactly("join @u2_ta:hs.test");
    }
}
