package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * However much one room, one backfill or one tenant has to do, a live change in another room is sent within the next few calls. Counted
 * in calls that end before it is sent, with eight in flight.
 */
@Tag("slow")
class FairnessTest {
    private static final int NEWCOMER = 9_000;

    @TempDir
    private Path folder;

    private PipelineDriver pipeline;
    private DomainEvents openmeet;

    @BeforeEach
    void start() {
        pipeline = PipelineDriver.of(folder, "ta", "tb");
        openmeet = new DomainEvents("ta", pipeline::now);
        for (int room = 1; room <= 3; room++) {
            published(openmeet, room);
        }
        pipeline.say(openmeet.attendee("added", 3, NEWCOMER, "confirmed", "participant"));
        pipeline.settle();
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void aRoomThatThousandsOfNewPeopleJoinHoldsUpNoOther() {
        // given
        pipeline.homeserver("ta").holds();
        for (int person = 1; person <= 1_500; person++) {
            pipeline.say(openmeet.attendee("added", 1, person, "confirmed", "participant"));
        }
        pipeline.pass(Duration.ofSeconds(2));
        // when, then
        assertThat(callsBeforeTheNewcomerJoinsRoom2()).isLessThanOrEqualTo(2);
    }

    @Test
    void aRoomThatThousandsOfKnownPeopleJoinHoldsUpNoOther() {
        // given
        for (int person = 1; person <= 300; person++) {
            pipeline.say(openmeet.attendee("added", 3, person, "confirmed", "participant"));
        }
        pipeline.pass(Duration.ofMinutes(2));
        pipeline.homeserver("ta").holds();
        for (int person = 1; person <= 300; person++) {
            pipeline.say(openmeet.attendee("added", 1, person, "confirmed", "participant"));
        }
        pipeline.pass(Duration.ofSeconds(2));
        // when, then
        assertThat(callsBeforeTheNewcomerJoinsRoom2()).isLessThanOrEqualTo(2);
    }

    @Test
    void aBackfillOfManyRoomsHoldsUpNoLiveChange() {
        // given
        for (int room = 100; room < 160; room++) {
            published(openmeet, room);
        }
        pipeline.pass(Duration.ofSeconds(30));
        pipeline.homeserver("ta").holds();
        for (int room = 100; room < 160; room++) {
            List<Integer> people =
                    IntStream.range(room * 10, room * 10 + 30).boxed().toList();
            pipeline.say(openmeet.attendees("backfill", room, 1, 1, people));
        }
        pipeline.pass(Duration.ofSeconds(2));
        // when, then
        assertThat(callsBeforeTheNewcomerJoinsRoom2()).isLessThanOrEqualTo(2);
    }

    @Test
    void aTenantWithAThousandRoomsToMakeHoldsUpNoOther() {
        // given
        DomainEvents other = new DomainEvents("tb", pipeline::now);
        pipeline.homeserver("tb").holds();
        for (int room = 1; room <= 1_000; room++) {
            published(other, room);
        }
        pipeline.pass(Duration.ofSeconds(5));
        // when
        renamed(2);
        // then
        assertThat(callsOf("tb", () -> called("ta", FairnessTest::isName) > 0)).isLessThanOrEqualTo(2);
    }

    @Test
    void aRoomThatThousandsOfNewPeopleJoinHoldsUpNoRename() {
        // given
        pipeline.homeserver("ta").holds();
        for (int person = 1; person <= 1_500; person++) {
            pipeline.say(openmeet.attendee("added", 1, person, "confirmed", "participant"));
        }
        pipeline.pass(Duration.ofSeconds(2));
        pipeline.homeserver("ta").forgetCalls();
        // when
        renamed(2);
        // then
        assertThat(callsOf("ta", () -> called("ta", FairnessTest::isName) > 0)).isLessThanOrEqualTo(2);
    }

    /** What it takes until somebody who is known joins a room that is quiet. */
    private int callsBeforeTheNewcomerJoinsRoom2() {
        pipeline.homeserver("ta").forgetCalls();
        pipeline.say(openmeet.attendee("added", 2, NEWCOMER, "confirmed", "participant"));
        String person = "u" + NEWCOMER + "_ta";
        return callsOf(
                "ta",
                () -> called(
                                "ta",
                                call -> call instanceof MatrixCall.Join join
                                        && join.user().localpart().equals(person))
                        > 0);
    }

    private interface Sent {
        boolean yet();
    }

    /** Answers the calls of a tenant one by one until {@code sent}; how many that were. */
    private int callsOf(String tenant, Sent sent) {
        int ended = 0;
        pipeline.pass(Duration.ofMillis(500));
        while (!sent.yet()) {
            pipeline.homeserver(tenant).answerOne();
            ended++;
            pipeline.pass(Duration.ofMillis(20));
        }
        return ended;
    }

    private long called(String tenant, Predicate<MatrixCall> which) {
        return pipeline.homeserver(tenant).calls().stream().filter(which).count();
    }

    private static boolean isName(MatrixCall call) {
        return call instanceof MatrixCall.PutState put && put.state() instanceof RoomState.Name;
    }

    private void renamed(int room) {
        pipeline.say(openmeet.room("event.updated", room, "e" + room, "Renamed", "public", "published"));
        pipeline.pass(Duration.ofMillis(500)); // until no more is said of it
    }

    private void published(DomainEvents by, int room) {
        pipeline.say(by.room("event.created", room, "e" + room, "Event", "public", "published"));
    }
}
