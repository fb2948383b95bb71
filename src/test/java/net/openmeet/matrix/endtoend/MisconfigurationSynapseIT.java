package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import net.openmeet.matrix.cli.Starter;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.execution.Misconfiguration;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * An application service that is registered for other aliases than its rooms have dead-letters nothing and says so once. When the
 * registration is corrected, everything comes up by itself. A bot without rights in one room holds up that room's part alone.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MisconfigurationSynapseIT {
    private static final String TENANT = "misconfigured";
    private static final int ROOMS = 100;

    private final SynapseServer synapse;
    private final Harness harness;
    private final Town town;
    private final Said said = new Said();

    /** The lines of the class that says so; written by stream threads. */
    private static final class Said extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }

        private List<String> at(Level level) {
            return events.stream()
                    .filter(event -> event.getLevel() == level)
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }
    }

    MisconfigurationSynapseIT(SynapseRuntime runtime) {
        synapse = SynapseServer.start(runtime, SynapseOptions.defaults().withAliasNamespace("meetup-.*"));
        harness = new Harness(synapse, List.of(TENANT), policy -> policy);
        town = new Town(harness, TENANT);
        said.start();
        logger().addAppender(said);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Misconfiguration.class);
    }

    @AfterAll
    void close() {
        logger().detachAppender(said);
        harness.close();
        synapse.close();
    }

    @Test
    @Order(0)
    void aServerNameThatIsNotTheHomeserversIsRefusedAtTheStart(@TempDir Path state) {
        // given
        UserId stranger = new UserId(UserId.parse(synapse.botId()).localpart(), "elsewhere.test");
        Config config = RunningService.config(
                harness.kafka(),
                "misnamed",
                state,
                List.of(RunningService.tenant(
                        TENANT, synapse.baseUrl(), stranger, synapse.asToken(), policy -> policy)));

        // when, then
        assertThatThrownBy(() -> RunningService.start(config))
                .isInstanceOf(Starter.RefusedException.class)
                .hasMessageContaining("tenant misconfigured: to its homeserver the application service is "
                        + synapse.botId() + ", not " + stranger + ": correct server-name");
    }

    @Test
    @Order(1)
    void aHundredRoomsOfARegistrationThatDoesNotMatchWaitAndComeUpWhenItIsCorrected() {
        // when
        int[] events = IntStream.range(0, ROOMS)
                .map(ignored -> town.announce("public"))
                .toArray();
        int host = town.attendee(events[0], "host");

        // then
        harness.eventually(() -> assertThat(harness.gauge("openmeet.matrix.lanes.waiting", "reason", "misconfigured"))
                .isEqualTo(ROOMS));
        assertThat(harness.gauge("openmeet.matrix.misconfigured", "tenant", TENANT))
                .isEqualTo(1);
        assertThat(said.at(Level.ERROR))
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains("CreateRoom (event)", "400 M_EXCLUSIVE", "has not reserved"));
        assertThat(harness.calls().calls().list())
                .filteredOn(call -> call.template().endsWith("/createRoom"))
                .hasSizeLessThan(40);
        assertThat(harness.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();

        // when
        synapse.restartWithAliasNamespace("(event|group)-.*");

        // then
        harness.settle();
        town.awaitRoom(events[0], host);
        for (int event : events) {
            assertThat(town.probe().roomByAlias(town.alias(event))).isPresent();
        }
        assertThat(harness.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
        assertThat(harness.gauge("openmeet.matrix.misconfigured", "tenant", TENANT))
                .isZero();
        assertThat(said.at(Level.ERROR)).hasSize(1);
        assertThat(said.at(Level.INFO)).hasSize(1);
    }

    @Test
    @Order(2)
    void aBotWithoutRightsHoldsUpItsOwnRoomAloneAndSaysSoOnce() {
        // given: nobody who could give the bot its rights back
        int event = town.announce("public");
        int host = town.attendee(event, "host");
        String room = town.awaitRoom(event, host);
        town.awaitLevels(room, Map.of(host, 90));
        raise(room, host, 90, 0);

        // when
        int guest = town.attendee(event, "participant");
        town.publish(town.events().room("event.updated", event, "e" + event, "New", "public", "published"));
        int other = town.announce("public");
        int member = town.attendee(other, "host");

        // then
        String otherRoom = town.awaitRoom(other, member);
        town.awaitLevels(otherRoom, Map.of(member, 90));
        town.awaitInside(room, host, guest);
        harness.eventually(
                () -> assertThat(harness.problems(town.lane("event", event))).containsExactly("room misconfigured"));

        // when
        harness.resync(town.lane("event", event));
        town.attend(event, member, "speaker");

        // then
        town.awaitInside(room, host, guest, member);
        assertThat(town.probe().name(room)).contains("Event " + event + " Chat");
        assertThat(Set.copyOf(harness.problems(town.lane("event", event)))).containsExactly("room misconfigured");
    }

    private void raise(String room, int person, int level, int botLevel) {
        ObjectNode levels =
                town.probe().state(room, "m.room.power_levels").orElseThrow().deepCopy();
        levels.withObjectProperty("users")
                .put(harness.synapse().botId(), botLevel)
                .put(town.user(person), level);
        town.probe().actor().putState(room, "m.room.power_levels", "", levels).orFail();
    }
}
