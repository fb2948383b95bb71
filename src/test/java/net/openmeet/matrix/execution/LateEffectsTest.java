package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.PlainMatrix;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A call that had no answer takes effect when it isn't expected any more, also after OpenMeet said something else. There is one room
 * all the same, in it is who should be, and it costs one more reading.
 */
@Tag("slow")
class LateEffectsTest {
    private static final String LANE = "ta/event/42";

    @TempDir
    Path state;

    private final List<MatrixCall> late = new ArrayList<>();
    private PipelineDriver pipeline;
    private ScriptedHomeserver homeserver;
    private DomainEvents openmeet;
    private String slug = "e42";
    private boolean deleted;
    private final Set<String> inside = new TreeSet<>(Set.of("bot_ta", "u1_ta"));
    private boolean host;

    /** What had no answer. */
    enum Sent {
        JOIN,
        CREATE_ROOM,
        KICK,
        LEVELS,
        ALIAS
    }

    /** What OpenMeet says before it takes effect. */
    enum Meanwhile {
        NOTHING,
        NEXT_SLUG,
        DELETED,
        OPPOSITE
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

    @ParameterizedTest
    @CsvSource({
        "JOIN, NOTHING, 29",
        "JOIN, NEXT_SLUG, 29",
        "JOIN, DELETED, 29",
        "JOIN, OPPOSITE, 29",
        "JOIN, OPPOSITE, 4",
        "CREATE_ROOM, NOTHING, 59",
        "CREATE_ROOM, NEXT_SLUG, 59",
        "CREATE_ROOM, DELETED, 59",
        "CREATE_ROOM, OPPOSITE, 59",
        "CREATE_ROOM, NEXT_SLUG, 4",
        "CREATE_ROOM, DELETED, 4",
        "KICK, NOTHING, 29",
        "KICK, NEXT_SLUG, 29",
        "KICK, DELETED, 29",
        "KICK, OPPOSITE, 29",
        "KICK, OPPOSITE, 4",
        "LEVELS, NOTHING, 29",
        "LEVELS, NEXT_SLUG, 29",
        "LEVELS, DELETED, 29",
        "LEVELS, OPPOSITE, 29",
        "ALIAS, NOTHING, 29",
        "ALIAS, NEXT_SLUG, 29",
        "ALIAS, DELETED, 29",
        "ALIAS, OPPOSITE, 29",
        "ALIAS, DELETED, 4"
    })
    void anEffectThatComesLateEndsInTheStateThatWasSaidLast(Sent sent, Meanwhile meanwhile, int seconds) {
        // given
        if (sent != Sent.CREATE_ROOM) {
            room("created");
            member(1, true);
            pipeline.settle();
        }
        loseNext(sent);
        ask(sent);
        pipeline.pass(Duration.ofSeconds(3));
        assertThat(late).hasSize(1);
        homeserver.forgetCalls();

        // when
        say(sent, meanwhile);
        pipeline.pass(Duration.ofSeconds(seconds - 3));
        late.forEach(homeserver.matrix()::answer);
        pipeline.pass(Duration.ofMinutes(3), Duration.ofMillis(500));

        // then
        assertEnd();
        assertThat(homeserver.calls(MatrixCall.ReadRoom.class)).hasSizeLessThanOrEqualTo(1);
        assertThat(pipeline.noted().refused).isEmpty();

        // when: nothing is left to be found by a look at everything
        pipeline.command(LANE, new Operation.Poke(Optional.empty(), "resync"));
        homeserver.forgetCalls();
        pipeline.settle();

        // then
        assertThat(homeserver.calls()).allMatch(MatrixCall.Read.class::isInstance);
        assertEnd();
    }

    private void loseNext(Sent sent) {
        homeserver.answers(call -> {
            if (!late.isEmpty() || !is(sent, call)) {
                return Optional.empty();
            }
            late.add(call);
            return Optional.of(new Answer.Lost("timeout"));
        });
    }

    private static boolean is(Sent sent, MatrixCall call) {
        return switch (sent) {
            case JOIN -> call instanceof MatrixCall.Join;
            case CREATE_ROOM -> call instanceof MatrixCall.CreateRoom;
            case KICK -> call instanceof MatrixCall.Kick;
            case LEVELS -> call instanceof MatrixCall.PutState put && put.state() instanceof RoomState.Levels;
            case ALIAS -> call instanceof MatrixCall.PutAlias;
        };
    }

    private void ask(Sent sent) {
        switch (sent) {
            case JOIN -> member(2, true);
            case CREATE_ROOM -> {
                room("created");
                member(1, true);
            }
            case KICK -> member(1, false);
            case LEVELS -> role(true);
            case ALIAS -> moved("e43");
        }
    }

    private void say(Sent sent, Meanwhile meanwhile) {
        switch (meanwhile) {
            case NOTHING -> {}
            case NEXT_SLUG -> moved("e44");
            case DELETED -> {
                deleted = true;
                pipeline.say(openmeet.roomDeleted("event", 42, slug));
            }
            case OPPOSITE -> {
                switch (sent) {
                    case JOIN -> member(2, false);
                    case CREATE_ROOM -> member(1, false);
                    case KICK -> member(1, true);
                    case LEVELS -> role(false);
                    case ALIAS -> moved("e42");
                }
            }
        }
    }

    private void room(String what) {
        pipeline.say(openmeet.room("event." + what, 42, slug, "Hike", "public", "published"));
    }

    private void moved(String to) {
        slug = to;
        room("slug.changed");
    }

    private void member(int user, boolean in) {
        pipeline.say(openmeet.attendee(in ? "added" : "removed", 42, user, "confirmed", "participant"));
        if (in) {
            inside.add("u" + user + "_ta");
        } else {
            inside.remove("u" + user + "_ta");
        }
    }

    private void role(boolean isHost) {
        host = isHost;
        pipeline.say(openmeet.attendee("role.changed", 42, 1, "confirmed", isHost ? "host" : "participant"));
    }

    private void assertEnd() {
        List<PlainMatrix.Room> rooms = homeserver.matrix().roomsOf(LANE);
        assertThat(rooms).hasSize(1);
        if (deleted) {
            assertThat(rooms.getFirst().joined()).containsExactly("bot_ta");
            assertThat(List.of("e42", "e43", "e44"))
                    .noneMatch(each -> reading(each).isPresent());
            return;
        }
        Seen.RoomReading reading = reading(slug).orElseThrow(() -> new AssertionError("no alias for " + slug));
        assertThat(reading.canonicalAlias()).contains(alias(slug));
        assertThat(rooms.getFirst().joined()).isEqualTo(inside);
        Optional<Integer> level =
                Optional.ofNullable(reading.levels().orElseThrow().users().get(UserId.parse("@u1_ta:hs.test")));
        assertThat(level).isEqualTo(host ? Optional.of(90) : Optional.empty());
    }

    private static RoomAlias alias(String slug) {
        return RoomAlias.parse("#event-" + slug + "-ta:hs.test");
    }

    private Optional<Seen.RoomReading> reading(String slug) {
        PlainMatrix matrix = homeserver.matrix();
        return matrix.answer(new MatrixCall.LookupAlias(alias(slug))) instanceof Answer.Good found
                        && found.seen() instanceof Seen.AliasTarget target
                        && matrix.answer(new MatrixCall.ReadRoom(target.room())) instanceof Answer.Good read
                        && read.seen() instanceof Seen.RoomReading reading
                ? Optional.of(reading)
                : Optional.empty();
    }
}
