package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.config.Admin;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Without an application service an administrator's password is enough: the service logs in, gets a token for each person, and keeps
 * rooms as OpenMeet says. After a wipe all of it comes back, with the same Matrix ids, as soon as the administrator is there again.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTokenSynapseIT {
    private static final String TENANT = "tokens";
    private static final String PASSWORD = "correct horse battery staple";

    private final SynapseServer synapse;
    private final Harness harness;
    private final Town town;

    AccessTokenSynapseIT(SynapseRuntime runtime) {
        synapse = SynapseServer.start(runtime, SynapseOptions.defaults().withAliasNamespace("meetup-.*"));
        synapse.registerAdmin("root", PASSWORD);
        Admin admin = new Admin("root", Optional.empty(), Optional.of(Secret.of(PASSWORD)));
        harness = new Harness(
                synapse,
                homeserver -> List.of(
                        RunningService.tenant(TENANT, homeserver, synapse.serverName(), admin, Policies::watchful)));
        town = new Town(harness, TENANT);
    }

    @AfterAll
    void close() {
        harness.close();
        synapse.close();
    }

    @Test
    void aPasswordIsEnoughAndAWipeLosesNothing() {
        // given
        int event = town.announce("private");
        int ana = harness.newId();
        int ben = harness.newId();
        town.publish(
                town.events().person("user.created", ana, "u" + ana, "Ana"),
                town.events().person("user.created", ben, "u" + ben, "Ben"),
                town.events().attendee("added", event, ana, "confirmed", "host"),
                town.events().attendee("added", event, ben, "confirmed", "participant"));
        harness.settle();

        // then
        assertJoined(event, ana, ben);

        // when
        synapse.wipe();
        synapse.registerAdmin("root", PASSWORD);
        harness.eventually(() -> assertJoined(event, ana, ben));

        // then
        harness.settle();
        assertJoined(event, ana, ben);
    }

    /** As the first of them sees it: the application service of this homeserver isn't the service's. */
    private void assertJoined(int event, Integer... ids) {
        List<String> people =
                Stream.of(ids).map(id -> harness.user("u" + id + "_" + TENANT)).toList();
        String room = harness.room("event-e" + event + "-" + TENANT);
        assertThat(harness.probe().as(people.getFirst()).joined(room))
                .containsAll(people)
                .contains(harness.user("root"));
    }
}
