package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.openmeet.matrix.fixture.RegisteredUser;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.Test;

/**
 * What the simulator is told to answer when somebody is too fast looks like Synapse's own answer. Synapse's limits hold
 * for ordinary users here, not for the application service.
 */
@WithSynapse
class RateLimitSynapseIT {
    @Test
    void tooManyRequestsAndTooManyInvitesLookLikeTheFaults(SynapseRuntime runtime) {
        // given
        SynapseOptions limited = SynapseOptions.defaults().withRateLimits();
        try (SynapseServer synapse = SynapseServer.start(runtime, limited);
                MatrixSimulator simulator = MatrixSimulator.start()) {
            Caller user = caller(synapse);
            simulator.faults().next(Endpoint.CREATE_ROOM, Fault.rateLimited(Duration.ofSeconds(60)));
            simulator.faults().next(Endpoint.CREATE_ROOM, Fault.tooManyInvites());
            Caller bot = new Cast(simulator.subject()).bot();
            List<String> eleven = IntStream.range(0, 11)
                    .mapToObj(i -> "\"" + synapse.userId("u" + i) + "\"")
                    .toList();
            String crowded = "{\"invite\":[" + String.join(",", eleven) + "]}";

            // when
            Reply invites = user.post(crowded, "createRoom");
            Reply limit = Stream.generate(() -> user.post("{}", "createRoom"))
                    .limit(20)
                    .filter(reply -> reply.status() != 200)
                    .findFirst()
                    .orElseThrow();

            // then
            Reply faultyLimit = bot.post("{}", "createRoom");
            Reply faultyInvites = bot.post(crowded, "createRoom");
            assertThat(limit.status()).isEqualTo(faultyLimit.status());
            assertThat(limit.text("errcode")).isEqualTo(faultyLimit.text("errcode"));
            assertThat(names(limit)).isEqualTo(names(faultyLimit));
            assertThat(limit.retryAfter()).contains(roundedUp(limit));
            assertThat(faultyLimit.retryAfter()).contains(roundedUp(faultyLimit));
            assertThat(invites).isEqualTo(faultyInvites);
        }
    }

    @Test
    void theSixthPasswordHasToWaitForMinutes(SynapseRuntime runtime) {
        // given
        SynapseOptions limited = SynapseOptions.defaults().withRateLimits();
        SimulatorSettings settings =
                SimulatorSettings.usual().withLogins(LoginSettings.usual().withLimit(LoginSettings.Limit.OF_SYNAPSE));
        try (SynapseServer synapse = SynapseServer.start(runtime, limited);
                MatrixSimulator simulator = MatrixSimulator.start(settings)) {
            synapse.registerUser("busy", "secret");
            simulator.registerUser("busy");
            simulator.credentials().setPassword(simulator.userId("busy"), "secret");
            String login = """
                    {"type":"m.login.password","identifier":{"type":"m.id.user","user":"busy"},"password":"secret"}""";

            // when
            List<Reply> real = sixTimes(new Cast(subject(synapse)).nobody(), login);
            List<Reply> imitated = sixTimes(new Cast(simulator.subject()).nobody(), login);

            // then
            assertThat(imitated).extracting(Reply::status).isEqualTo(List.of(200, 200, 200, 200, 200, 429));
            assertThat(real).extracting(Reply::status).isEqualTo(List.of(200, 200, 200, 200, 200, 429));
            for (Reply last : List.of(real.getLast(), imitated.getLast())) {
                last.isError(429, "M_LIMIT_EXCEEDED", "Too Many Requests");
                assertThat(last.body().path("retry_after_ms").asLong()).isBetween(320_000L, 333_334L);
                assertThat(last.retryAfter()).contains(roundedUp(last));
            }
            assertThat(names(real.getLast())).isEqualTo(names(imitated.getLast()));
        }
    }

    private static List<Reply> sixTimes(Caller nobody, String login) {
        return Stream.generate(() -> nobody.post(login, "login")).limit(6).toList();
    }

    private static Caller caller(SynapseServer synapse) {
        RegisteredUser user = synapse.registerUser("busy", "secret");
        return new Cast(subject(synapse)).withToken(user.accessToken());
    }

    private static ContractSubject subject(SynapseServer synapse) {
        return new ContractSubject(
                synapse.baseUrl(),
                synapse.serverName(),
                synapse.asToken(),
                synapse.botId(),
                synapse.registrationSecret());
    }

    private static Set<String> names(Reply reply) {
        return reply.body().properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static String roundedUp(Reply reply) {
        long millis = reply.body().path("retry_after_ms").asLong();
        return Long.toString((millis + 999) / 1000);
    }
}
