package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.room.WaitReason;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * What everybody is refused waits, said once, and comes up by itself when it is granted: nothing is dead-lettered for it. What is
 * one room's or person's own is dead-lettered as ever, and holds nothing else up.
 */
@Tag("slow")
class MisconfiguredTest {
    private static final int MANY = 200;
    private static final Answer EXCLUSIVE =
            refusal(400, "M_EXCLUSIVE", "This application service has not reserved it.");
    private static final Answer FORBIDDEN = refusal(403, "M_FORBIDDEN", "You may not");
    private static final Answer HTML =
            new Answer.Refusal(403, Optional.empty(), "<html>Forbidden</html>", Optional.empty());

    @TempDir
    Path state;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private PipelineDriver pipeline;
    private ScriptedHomeserver homeserver;
    private DomainEvents openmeet;

    private static Answer refusal(int status, String errcode, String error) {
        return new Answer.Refusal(status, Optional.of(errcode), error, Optional.empty());
    }

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.of(state, false, Duration.ofMinutes(5), "ta");
        homeserver = pipeline.homeserver("ta");
        openmeet = new DomainEvents("ta", pipeline::now);
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void close() {
        logger().detachAppender(log);
        pipeline.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Misconfiguration.class);
    }

    private List<String> logged(Level level) {
        return log.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private void room(int id, String name) {
        pipeline.say(openmeet.room("event.updated", id, "e" + id, name, "public", "published"));
    }

    private void rooms(int first, int last) {
        for (int id = first; id <= last; id++) {
            room(id, "Hike");
        }
    }

    private List<JsonNode> letters() {
        return pipeline.json(Topics.OPERATIONS_DEAD_LETTER).stream()
                .map(letter -> letter.value.orElseThrow())
                .toList();
    }

    private List<String> letterLanes() {
        return letters().stream().map(letter -> letter.path("lane").asText()).toList();
    }

    private int waitingMisconfigured() {
        return pipeline.noted().waitingFor().getOrDefault(WaitReason.MISCONFIGURED, 0);
    }

    private void assertAllRooms(int first, int last) {
        for (int id = first; id <= last; id++) {
            assertThat(homeserver.matrix().roomsOf("ta/event/" + id)).hasSize(1);
        }
        assertThat(pipeline.noted().waitingFor()).isEmpty();
    }

    private void refuses(Predicate<MatrixCall> which, Answer answer) {
        homeserver.answers(call -> Optional.of(answer).filter(ignored -> which.test(call)));
    }

    @Test
    void anAliasNamespaceThatDoesNotMatchParksEveryRoomAndSaysSoOnce() {
        // given
        refuses(MatrixCall.CreateRoom.class::isInstance, EXCLUSIVE);

        // when
        rooms(1, MANY);
        pipeline.pass(Duration.ofSeconds(3));
        homeserver.forgetCalls(); // all were sent at once, since this homeserver answers within the tick
        pipeline.pass(Duration.ofMinutes(3));

        // then
        assertThat(letters()).isEmpty();
        assertThat(waitingMisconfigured()).isEqualTo(MANY);
        assertThat(homeserver.calls()).hasSizeBetween(5, 50);
        assertThat(logged(Level.ERROR))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("Tenant ta", "CreateRoom (event)", "400 M_EXCLUSIVE", "has not reserved"));

        // when: hours later somebody corrects it
        pipeline.pass(Duration.ofHours(4), Duration.ofSeconds(10));
        assertThat(letters()).isEmpty();
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(1));

        // then
        assertAllRooms(1, MANY);
        assertThat(letters()).isEmpty();
        assertThat(logged(Level.ERROR)).hasSize(1);
        assertThat(logged(Level.INFO)).hasSize(1);
    }

    @Test
    void aBaseUrlThatIsNoHomeserversParksEverything() {
        for (Answer wrong : List.of(refusal(404, "M_UNRECOGNIZED", "Unrecognized request"), HTML)) {
            // given
            homeserver.answers(call -> Optional.of(wrong));
            int first = wrong.equals(HTML) ? 1001 : 1;

            // when
            rooms(first, first + 49);
            pipeline.pass(Duration.ofMinutes(30), Duration.ofSeconds(1));

            // then
            assertThat(letters()).isEmpty();
            assertThat(waitingMisconfigured()).isEqualTo(50);

            // when
            homeserver.recovers();
            pipeline.pass(Duration.ofMinutes(1));

            // then
            assertAllRooms(first, first + 49);
            assertThat(letters()).isEmpty();
        }
        assertThat(logged(Level.ERROR)).hasSize(2);
    }

    @Test
    void aUserNamespaceThatDoesNotMatchParksTheAccountsAndTheirRoomsComeUpWithoutThem() {
        // given
        refuses(MatrixCall.Register.class::isInstance, refusal(400, "M_EXCLUSIVE", "Invalid user localpart"));

        // when
        room(42, "Hike");
        for (int user = 1; user <= 20; user++) {
            pipeline.say(openmeet.attendee("added", 42, user, "confirmed", "participant"));
        }
        pipeline.pass(Duration.ofMinutes(1));

        // then
        assertThat(letters()).isEmpty();
        assertThat(waitingMisconfigured()).isEqualTo(20);
        assertThat(homeserver.matrix().roomOf("ta/event/42").joined()).containsExactly("bot_ta");
        assertThat(logged(Level.ERROR)).hasSize(1);

        // when
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(1));

        // then
        assertThat(homeserver.matrix().roomOf("ta/event/42").joined()).hasSize(21);
        assertThat(letters()).isEmpty();
    }

    @Test
    void joinsThatEverybodyIsRefusedHoldNothingElseUp() {
        // given
        refuses(MatrixCall.Join.class::isInstance, FORBIDDEN);

        // when
        rooms(1, 8);
        for (int id = 1; id <= 8; id++) {
            pipeline.say(openmeet.attendee("added", id, id, "confirmed", "participant"));
            pipeline.say(openmeet.attendee("added", id, id + 100, "confirmed", "participant"));
        }
        pipeline.settle();
        rooms(9, 9);
        room(3, "Walk");
        pipeline.settle();

        // then
        assertThat(homeserver.matrix().roomOf("ta/event/3").name()).isEqualTo("Walk Chat");
        assertThat(letters()).isEmpty();
        assertThat(waitingMisconfigured()).isEqualTo(8);
        assertThat(pipeline.json(Topics.ROOMS, "ta/event/5")
                        .getLast()
                        .orElseThrow()
                        .path("members"))
                .hasToString("{\"desired\":2,\"joined\":0,\"waiting\":{\"misconfigured\":2}}");

        // when
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(1));

        // then
        for (int id = 1; id <= 8; id++) {
            assertThat(homeserver.matrix().roomOf("ta/event/" + id).joined()).hasSize(3);
        }
        assertThat(letters()).isEmpty();
        assertThat(pipeline.noted().waitingFor()).isEmpty();
    }

    @Test
    void attributesThatEverybodyIsRefusedAreWrittenWhenItIsOver() {
        // given
        rooms(1, 8);
        pipeline.settle();
        refuses(call -> call instanceof MatrixCall.PutAlias, EXCLUSIVE);

        // when
        for (int id = 1; id <= 8; id++) {
            pipeline.say(openmeet.room("event.slug.changed", id, "new" + id, "Walk", "public", "published"));
        }
        pipeline.pass(Duration.ofMinutes(1));

        // then
        assertThat(letters()).isEmpty();
        for (int id = 1; id <= 8; id++) {
            assertThat(homeserver.matrix().roomOf("ta/event/" + id).name()).isEqualTo("Walk Chat");
        }
        assertThat(waitingMisconfigured()).isEqualTo(8);

        // when
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(1));

        // then
        assertThat(pipeline.noted().waitingFor()).isEmpty();
        assertThat(pipeline.json(Topics.ROOMS).stream()
                        .map(told -> told.value.orElseThrow().path("alias").asText())
                        .filter(alias -> alias.startsWith("#event-new"))
                        .distinct())
                .hasSize(8);
    }

    @Test
    void aRefusalOfOneRoomIsAskedOnceMoreAndIsThenADeadLetter() {
        // given
        refuses(MatrixCall.CreateRoom.class::isInstance, FORBIDDEN);

        // when
        room(1, "Hike");
        pipeline.settle();

        // then
        assertThat(letterLanes()).containsExactly("ta/event/1");
        assertThat(homeserver.calls(MatrixCall.CreateRoom.class)).hasSize(2);
        assertThat(logged(Level.ERROR)).isEmpty();
    }

    @Test
    void whatIsWrongWithTheContentIsADeadLetterEachHoweverMany() {
        // given
        refuses(MatrixCall.CreateRoom.class::isInstance, refusal(400, "M_INVALID_PARAM", "bad name"));

        // when
        rooms(1, 20);
        pipeline.settle();

        // then
        assertThat(letters()).hasSize(20);
        assertThat(homeserver.calls(MatrixCall.CreateRoom.class)).hasSize(20);
        assertThat(logged(Level.ERROR)).isEmpty();
    }

    @Test
    void whoIsRefusedStillWhenOthersAreServedAgainIsADeadLetter() {
        // given
        refuses(MatrixCall.CreateRoom.class::isInstance, FORBIDDEN);
        rooms(1, 20);
        pipeline.pass(Duration.ofMinutes(1));
        assertThat(waitingMisconfigured()).isEqualTo(20);

        // when
        refuses(
                call -> call instanceof MatrixCall.CreateRoom create
                        && create.lane().equals("ta/event/7"),
                FORBIDDEN);
        pipeline.pass(Duration.ofMinutes(15));

        // then
        assertThat(letterLanes()).containsExactly("ta/event/7");
        assertThat(waitingMisconfigured()).isZero();
        assertThat(homeserver.matrix().roomsOf("ta/event/20")).hasSize(1);
    }

    @Test
    void whatWasDeadLetteredBeforeItWasClearComesBackByItself() {
        // given
        refuses(MatrixCall.CreateRoom.class::isInstance, FORBIDDEN);
        rooms(1, 1);
        pipeline.settle();
        rooms(2, 2);
        pipeline.settle();
        assertThat(letterLanes()).containsExactly("ta/event/1", "ta/event/2");
        rooms(3, 10);
        pipeline.settle();

        // when
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(1));

        // then
        assertAllRooms(1, 10);
        assertThat(letters()).isEmpty();
    }

    @Test
    void budgetsThatAreSpentWhileAllOthersFailTheSameWayAreNotDeadLetters() {
        // given: reads answer, but for one that fails in every room
        refuses(call -> call instanceof MatrixCall.LookupAlias, refusal(500, "M_UNKNOWN", "Internal server error"));

        // when
        rooms(1, 20);
        pipeline.pass(Duration.ofHours(2), Duration.ofSeconds(1));

        // then
        assertThat(letters()).isEmpty();
        assertThat(waitingMisconfigured()).isEqualTo(20);

        // when
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(2));

        // then
        assertAllRooms(1, 20);
    }

    @Test
    void aRestartInTheMiddleDeadLettersNothing() {
        // given
        refuses(MatrixCall.CreateRoom.class::isInstance, EXCLUSIVE);
        rooms(1, 20);
        pipeline.pass(Duration.ofMinutes(1));

        // when
        pipeline = pipeline.restartedAnew();
        homeserver = pipeline.homeserver("ta");
        pipeline.pass(Duration.ofHours(2), Duration.ofSeconds(1));

        // then
        assertThat(letters()).isEmpty();
        assertThat(waitingMisconfigured()).isEqualTo(20);

        // when
        homeserver.recovers();
        pipeline.pass(Duration.ofMinutes(1));

        // then
        assertAllRooms(1, 20);
    }
}
