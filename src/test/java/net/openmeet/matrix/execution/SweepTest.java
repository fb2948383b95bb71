package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.openmeet.matrix.event.AttendeeRole;
import net.openmeet.matrix.event.AttendeeStatus;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.room.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What changes for a whole tenant reaches every lane of it, idle ones too, paced and behind live work, and goes on after a restart
 * where it was. No lane is missed, and where nothing differs nothing is called.
 */
@Tag("slow")
class SweepTest {
    private static final Duration TICK = Duration.ofMillis(10);
    /** A longer step looks like a thread that stood still: nothing would be sent. */
    private static final Duration BELOW_THE_LEASE = Duration.ofSeconds(10);

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

    private void rooms(int count) {
        for (int id = 1; id <= count; id++) {
            pipeline.say(openmeet.room("event.updated", id, "e" + id, "Hike " + id, "public", "published"));
        }
    }

    private void comes(int event, int user, String role) {
        pipeline.say(openmeet.attendee("added", event, user, "confirmed", role));
    }

    private void settled() {
        pipeline.settle();
        pipeline.pass(Duration.ofSeconds(5), TICK);
        homeserver.forgetCalls();
    }

    private int remaining() {
        return pipeline.noted().rebuilds.stream().mapToInt(Rebuild::remaining).sum();
    }

    private void swept() {
        pipeline.pass(Duration.ofSeconds(2), TICK);
        for (int second = 0; second < 120 && remaining() > 0; second++) {
            pipeline.pass(Duration.ofSeconds(1), TICK);
        }
        pipeline.pass(Duration.ofSeconds(5), TICK);
        assertThat(pipeline.noted().rebuilds).isEmpty();
    }

    private void driveUntilMade(int rooms) {
        for (int tick = 0;
                tick < 500 && homeserver.calls(MatrixCall.CreateRoom.class).size() < rooms;
                tick++) {
            pipeline.pass(TICK, TICK);
        }
        assertThat(homeserver.calls(MatrixCall.CreateRoom.class)).hasSizeBetween(rooms, rooms + 100);
    }

    private void restarted() {
        pipeline = pipeline.restarted();
    }

    private List<MatrixCall> otherThanReads() {
        return homeserver.calls().stream()
                .filter(call -> !(call instanceof MatrixCall.Read) && !(call instanceof MatrixCall.ReadClaim))
                .toList();
    }

    @Test
    void afterAWipeTwoThousandIdleRoomsComeBackAndAnotherRoomsLiveChangeGoesFirst() {
        // given
        rooms(2_000);
        comes(1, 1, "host");
        settled();

        // when
        homeserver.matrix().wipe();
        pipeline.raiseEpoch("ta");
        driveUntilMade(100);
        pipeline.pass(Duration.ofSeconds(1), TICK);
        assertThat(remaining()).isBetween(1, 1_900);
        homeserver.forgetCalls();
        homeserver.holds();
        pipeline.pass(Duration.ofMillis(100), TICK);
        int underWay = homeserver.unanswered();
        comes(1_999, 7, "participant");
        pipeline.pass(Duration.ofMillis(500), TICK);
        List<Integer> ahead = new ArrayList<>();
        for (int answers = 0; answers < 100 && liveCalls() == 0; answers++) {
            homeserver.answerOne();
            pipeline.pass(TICK, TICK);
            ahead.add(answers);
        }
        homeserver.release();
        swept();

        // then
        assertThat(underWay).isLessThanOrEqualTo(8);
        assertThat(ahead).hasSizeLessThanOrEqualTo(2);
        for (int id = 1; id <= 2_000; id++) {
            assertThat(homeserver.matrix().roomsOf("ta/event/" + id)).hasSize(1);
        }
        assertThat(homeserver.matrix().roomOf("ta/event/1").joined()).contains("u1_ta");
        assertThat(homeserver.matrix().roomOf("ta/event/1999").joined()).contains("u7_ta");
    }

    /** Those of room 1999 and of who comes there. */
    private long liveCalls() {
        return homeserver.calls().stream()
                .filter(call ->
                        call.toString().contains("u7_ta") || call.toString().contains("e1999-"))
                .count();
    }

    @Test
    void aRestartInTheMiddleGoesOnWhereItWas() {
        // given
        rooms(300);
        settled();
        homeserver.matrix().wipe();
        pipeline.raiseEpoch("ta");
        for (int tick = 0;
                tick < 200 && homeserver.calls(MatrixCall.CreateRoom.class).size() < 100;
                tick++) {
            pipeline.pass(TICK, TICK);
        }

        // when
        restarted();
        swept();

        // then
        assertThat(homeserver.calls(MatrixCall.CreateRoom.class)).hasSize(300);
        for (int id = 1; id <= 300; id++) {
            assertThat(homeserver.matrix().roomsOf("ta/event/" + id)).hasSize(1);
        }
    }

    @Test
    void anEpochThatIsRaisedDuringALapBeginsAnotherAndMissesNoLane() {
        // given
        rooms(300);
        settled();
        homeserver.matrix().wipe();
        pipeline.raiseEpoch("ta");
        for (int tick = 0;
                tick < 200 && homeserver.calls(MatrixCall.CreateRoom.class).size() < 100;
                tick++) {
            pipeline.pass(TICK, TICK);
        }

        // when
        homeserver.matrix().wipe();
        pipeline.raiseEpoch("ta");
        swept();

        // then
        for (int id = 1; id <= 300; id++) {
            assertThat(homeserver.matrix().roomsOf("ta/event/" + id)).hasSize(1);
        }
    }

    @Test
    void anotherPolicyReachesOldRoomsWithoutReadingThem() {
        // given
        rooms(20);
        comes(1, 1, "speaker");
        comes(1, 2, "participant");
        pipeline.say(openmeet.attendee("added", 1, 3, "pending", "participant"));
        settled();
        assertThat(homeserver.matrix().roomOf("ta/event/1").joined()).containsExactly("bot_ta", "u1_ta", "u2_ta");

        // when
        pipeline.govern("ta", SweepTest::another);
        restarted();
        swept();

        // then
        assertThat(homeserver.calls(MatrixCall.ReadRoom.class)).isEmpty();
        assertThat(homeserver.matrix().roomOf("ta/event/1").joined())
                .containsExactly("bot_ta", "u1_ta", "u2_ta", "u3_ta");
        for (int id = 1; id <= 20; id++) {
            assertThat(homeserver.matrix().roomOf("ta/event/" + id).name()).isEqualTo("Talk of Hike " + id);
        }
        assertThat(levelWrites()).hasSize(1);
    }

    private List<RoomState> levelWrites() {
        return homeserver.calls(MatrixCall.PutState.class).stream()
                .map(MatrixCall.PutState::state)
                .filter(RoomState.Levels.class::isInstance)
                .toList();
    }

    /** Another name, another level for speakers, and who is pending is in. */
    private static Policy another(Policy policy) {
        return new Policy(
                policy.tenant(),
                policy.bot(),
                new Policy.Templates(
                        "Talk of {name}",
                        policy.templates().topic(),
                        policy.templates().cancelledTopic(),
                        policy.templates().alias()),
                Map.of(GroupRole.OWNER, 90),
                Map.of(AttendeeRole.HOST, 90, AttendeeRole.SPEAKER, 40),
                policy.inRoomGroupRoles(),
                Set.of(AttendeeStatus.CONFIRMED, AttendeeStatus.ATTENDED, AttendeeStatus.PENDING),
                policy.roomVersion(),
                policy.identities(),
                policy.accounts(),
                policy.deactivateDeleted(),
                policy.legacyCreators(),
                policy.reservedLocalparts(),
                policy.patience());
    }

    @Test
    void thePolicyThereWasCallsNothing() {
        // given
        rooms(20);
        comes(1, 1, "speaker");
        settled();

        // when
        restarted();
        pipeline.pass(Duration.ofSeconds(20));

        // then
        assertThat(homeserver.calls()).isEmpty();
    }

    @Test
    void aResyncOfTheTenantReadsEveryRoomAndAccountAndWritesNothing() {
        // given
        rooms(50);
        comes(1, 1, "host");
        settled();

        // when
        pipeline.resync("ta");
        swept();

        // then
        assertThat(homeserver.calls(MatrixCall.ReadRoom.class)).hasSize(50);
        assertThat(homeserver.calls(MatrixCall.ReadClaim.class)).hasSize(1);
        assertThat(otherThanReads()).isEmpty();
    }

    @Test
    void everyLaneIsReadOnceADaySpreadOverTheDay() {
        // given
        rooms(24);
        settled();
        pipeline.reread("ta", Duration.ofHours(24));

        // when
        List<Integer> readEachHour = new ArrayList<>();
        pipeline.pass(Duration.ofHours(36), BELOW_THE_LEASE);
        for (int hour = 0; hour < 24; hour++) {
            homeserver.forgetCalls();
            pipeline.pass(Duration.ofHours(1), BELOW_THE_LEASE);
            readEachHour.add(homeserver.calls(MatrixCall.ReadRoom.class).size());
        }

        // then
        assertThat(readEachHour).allSatisfy(reads -> assertThat(reads).isLessThanOrEqualTo(2));
        assertThat(readEachHour.stream().mapToInt(Integer::intValue).sum())
                .as("%s", readEachHour)
                .isBetween(22, 26);
    }
}
