package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import net.openmeet.matrix.execution.Misconfiguration;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/**
 * An application service that is registered for other aliases than its rooms have dead-letters nothing and says so once. When the
 * registration is corrected, everything comes up by itself.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MisconfigurationSynapseIT {
    private static final String TENANT = "misconfigured";
    private static final int ROOMS = 200;

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
    void twoHundredRoomsOfARegistrationThatDoesNotMatchWaitAndComeUpWhenItIsCorrected() {
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
}
