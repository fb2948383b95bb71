package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.openmeet.matrix.fixture.CountedCall;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A homeserver that is down or asks for patience is waited for: in the end everything is there, and nothing was dead-lettered.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageSynapseIT {
    private static final String TENANT = "outage";

    /**
     * Else the limits of a fresh Synapse. It lets accounts be made so slowly that those of this test would take two minutes, and
     * ten people join at once, which a slow machine may never reach.
     */
    private static final String LIMITS = "{rc_registration: {per_second: 1000, burst_count: 1000},"
            + " rc_joins_per_room: {per_second: 1, burst_count: 4}}";

    private static final int PEOPLE = 20;
    private final SynapseServer synapse;
    private final Harness harness;
    private final Town town;

    OutageSynapseIT(SynapseRuntime runtime) {
        synapse = SynapseServer.start(
                runtime, SynapseOptions.defaults().withAppserviceRateLimited().withExtraYaml(LIMITS));
        harness = new Harness(synapse, List.of(TENANT), Policies::quickToDoubt);
        town = new Town(harness, TENANT);
    }

    @AfterAll
    void close() {
        harness.close();
        synapse.close();
    }

    @Test
    void whatIsPublishedWhileTheHomeserverIsDownArrivesOnceItIsBack() {
        // given
        int before = town.announce("public");
        int host = town.attendee(before, "host");
        String room = town.awaitRoom(before, host);
        harness.calls().reset();

        // when
        synapse.stop();
        int during = town.announce("private");
        int member = town.attendee(during, "participant");
        town.changeRole(before, host, "moderator");
        town.attend(before, member, "speaker");
        harness.eventually(() -> assertThat(harness.calls().calls().list())
                .anyMatch(call -> call.status() == 0 || call.status() >= 500));
        synapse.start();

        // then
        town.awaitRoom(during, member);
        town.awaitInside(room, host, member);
        town.awaitLevels(room, Map.of(host, 50, member, 25));
        assertNothingWasDeadLettered();
    }

    @Test
    void whoIsToldToSlowDownGetsThereInTheEnd() {
        // given
        int event = town.announce("public");
        harness.calls().reset();

        // when: a room takes four joins at once, then one a second
        int[] people = IntStream.range(0, PEOPLE)
                .map(i -> town.attendee(event, "participant"))
                .toArray();
        town.publish(town.events().room("event.updated", event, "e" + event, "Renamed", "public", "published"));

        // then
        String room = town.awaitRoom(event, people);
        harness.eventually(() -> assertThat(town.probe().name(room)).contains("Renamed Chat"));
        assertThat(harness.calls().calls().list())
                .extracting(CountedCall::status)
                .contains(429);
        assertNothingWasDeadLettered();
    }

    private void assertNothingWasDeadLettered() {
        assertThat(harness.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
        assertThat(harness.read(Topics.DOMAIN_EVENTS_DEAD_LETTER)).isEmpty();
    }
}
