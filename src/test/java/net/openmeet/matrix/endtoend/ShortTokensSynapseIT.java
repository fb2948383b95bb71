package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.config.Admin;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.fixture.CountedCall;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An administrator's token that ends every few seconds is renewed while work goes on, by its refresh token and, once that has ended as well,
 * by password. Nothing is lost or dead-lettered for it, and nobody becomes somebody else.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShortTokensSynapseIT {
    private static final String TENANT = "short";
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration REFRESH_TOKEN = Duration.ofSeconds(8);
    private static final int TOKENS_IN_A_ROW = 3;

    private final SynapseServer synapse;
    private final Harness harness;
    private final Town town;

    ShortTokensSynapseIT(SynapseRuntime runtime) {
        synapse = SynapseServer.start(
                runtime,
                SynapseOptions.defaults()
                        .withAliasNamespace("meetup-.*")
                        .withExtraYaml(
                                "{refreshable_access_token_lifetime: 4s, nonrefreshable_access_token_lifetime: 1s,"
                                        + " refresh_token_lifetime: 8s}"));
        // It ends before it is used, and nobody knows when.
        String configured = synapse.registerAdmin("root", PASSWORD).accessToken();
        Admin admin = new Admin("root", Optional.of(Secret.of(configured)), Optional.of(Secret.of(PASSWORD)));
        harness = new Harness(
                synapse,
                homeserver -> List.of(
                        RunningService.tenant(TENANT, homeserver, synapse.serverName(), admin, policy -> policy)));
        town = new Town(harness, TENANT);
    }

    @AfterAll
    void close() {
        harness.close();
        synapse.close();
    }

    @Test
    void tokensThatEndEveryFewSecondsLoseNothing() {
        // given: a soft logout of the configured token
        int ana = town.person();
        List<Integer> events = new ArrayList<>(List.of(announceWith(ana)));
        awaitJoined(events.getFirst(), ana);
        assertThat(statuses("/login")).containsExactly(200);

        // when
        while (statuses("/refresh").size() < TOKENS_IN_A_ROW && events.size() < 60) {
            int event = announceWith(ana, town.person());
            awaitJoined(event, ana);
            events.add(event);
        }

        // then
        assertThat(statuses("/refresh"))
                .hasSizeGreaterThanOrEqualTo(TOKENS_IN_A_ROW)
                .containsOnly(200);
        assertThat(statuses("/login")).containsExactly(200);

        // when: nothing is done for so long that the refresh token ends
        Instant over = calls("/refresh")
                .map(CountedCall::end)
                .max(Instant::compareTo)
                .orElseThrow()
                .plus(REFRESH_TOKEN)
                .plusMillis(300);
        await().atMost(REFRESH_TOKEN.multipliedBy(2)).until(() -> Instant.now().isAfter(over));
        int late = announceWith(ana, town.person());
        awaitJoined(late, ana);

        // then
        assertThat(statuses("/refresh")).contains(403);
        assertThat(statuses("/login")).containsExactly(200, 200);
        harness.settle();
        for (int event : events) {
            assertThat(joined(event, ana)).hasSizeGreaterThan(1).contains(harness.user("root"), town.user(ana));
        }
        assertThat(joined(late, ana)).hasSize(3);
        assertThat(calls("/_synapse/admin/v1/users/{userId}/login")
                        .filter(call -> call.path().contains("u" + ana + "_" + TENANT)))
                .hasSize(1);
        assertThat(harness.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
    }

    private int announceWith(int... people) {
        int event = town.announce("private");
        for (int person : people) {
            town.attend(event, person, person == people[0] ? "host" : "participant");
        }
        return event;
    }

    private void awaitJoined(int event, int person) {
        harness.eventually(() -> assertThat(joined(event, person)).contains(town.user(person)));
    }

    private Iterable<String> joined(int event, int asSeenBy) {
        return harness.probe().as(town.user(asSeenBy)).joined(town.room(event));
    }

    private List<Integer> statuses(String which) {
        return calls(which).map(CountedCall::status).toList();
    }

    private Stream<CountedCall> calls(String which) {
        String template = which.startsWith("/_") ? which : "/_matrix/client/v3" + which;
        return harness.calls().calls().list().stream()
                .filter(call -> call.method().equals("POST") && call.template().equals(template));
    }
}
