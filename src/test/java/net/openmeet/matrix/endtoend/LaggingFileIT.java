package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.openmeet.matrix.config.Calls;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.fixture.CallCounter;
import net.openmeet.matrix.fixture.CountedCall;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.ServiceProcess;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The homeserver's token changes under two instances, and one reads the new one at once, the other a while later: the first goes on with its
 * rooms, the other sends a few calls that are refused and then none, and nothing flaps. In the end all is done, without a restart or a dead
 * letter, whichever of the two repairs the credential.
 */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class LaggingFileIT {
    private static final String TENANT = "lag";
    private static final int ROOMS = 48;
    private static final Duration LAG = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** So many calls of each are in flight at most, and as many more may have been let go while the first refusal was read. */
    private static final long UNDER_WAY = Calls.defaults().inFlight();

    /** Repairing, suspended, repairing, valid; and as much again where an answer crosses the change. */
    private static final int HANDFUL = 8;

    private static final Pattern NAMES = Pattern.compile(".*/rooms/([^/]+)/state/m\\.room\\.name/?");

    private static final Map<String, String> QUICK = Map.of(
            "consumer.session.timeout.ms", "6000",
            "consumer.heartbeat.interval.ms", "1000",
            "num.standby.replicas", "0",
            "producer.transaction.timeout.ms", "10000");

    @TempDir
    private Path folder;

    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private final MatrixSimulator homeserver = MatrixSimulator.start();
    private final SaidRooms rooms = new SaidRooms(homeserver, TENANT);
    private final SteadyChanges changes = new SteadyChanges(kafka.bootstrapServers(), TENANT, ROOMS);
    private final ToldCredential told = new ToldCredential(kafka, CredentialKey.ofAppservice(TENANT));
    private final Map<String, Instance> instances = new TreeMap<>();

    /** One of the two, with a file of its own that holds the token. */
    private record Instance(ServiceProcess process, CallCounter calls, Path file) {
        void reads(String token) {
            write(file, token);
        }

        long refused() {
            return calls.calls().list().stream()
                    .filter(call -> call.status() == 401)
                    .count();
        }

        /** The ids of the rooms that it named since its calls were last forgotten. */
        Set<String> named() {
            return calls.calls().list().stream()
                    .map(CountedCall::path)
                    .map(NAMES::matcher)
                    .filter(Matcher::matches)
                    .map(path -> URLDecoder.decode(path.group(1), StandardCharsets.UTF_8))
                    .collect(Collectors.toSet());
        }
    }

    @AfterEach
    void stop() {
        instances.values().forEach(instance -> instance.process().close());
        instances.values().forEach(instance -> instance.calls().close());
        changes.close();
        homeserver.close();
        kafka.close();
    }

    @Test
    void theOneWithTheRightFileGoesOnAndTheOtherFollowsOnceItsFileIsRight() throws InterruptedException {
        // given
        RunningService.createTopics(kafka);
        run("one");
        run("two");
        instances.values().forEach(LaggingFileIT::awaitReady);
        changes.start();
        for (Instance instance : instances.values()) {
            await().atMost(PATIENCE).until(() -> !instance.named().isEmpty());
        }
        awaitNamedPast(changes.round(), rooms.rounds().keySet());
        // when, then
        outlasts("one", "two", "as_token_of_tomorrow");
        outlasts("two", "one", "as_token_of_the_day_after");
        // then
        changes.stop();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(rooms.shown()).isEqualTo(rooms.wanted(changes.said())));
        assertThat(told.changes()).last().asString().startsWith("valid ");
        TopicReader topics = new TopicReader(kafka);
        assertThat(topics.read(Topics.DOMAIN_EVENTS_DEAD_LETTER)).isEmpty();
        assertThat(topics.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
    }

    private void outlasts(String prompt, String lagging, String token) {
        Instance first = instance(prompt);
        Instance second = instance(lagging);
        Set<String> firsts = owned(first);
        int before = told.changes().size();
        // when
        homeserver.rotateAsToken(token);
        first.reads(token);
        Instant end = Instant.now().plus(LAG);
        // then
        do {
            awaitNamedPast(changes.round(), firsts);
        } while (Instant.now().isBefore(end));
        // when
        second.reads(token);
        // then
        awaitNamedPast(changes.round(), rooms.rounds().keySet());
        List<String> all = told.changes();
        assertThat(first.refused()).isLessThanOrEqualTo(UNDER_WAY);
        assertThat(second.refused()).isLessThanOrEqualTo(2 * UNDER_WAY);
        assertThat(all.subList(before, all.size())).hasSizeBetween(2, HANDFUL);
    }

    /** The rooms whose lanes it has, as its calls of some rounds show. */
    private Set<String> owned(Instance instance) {
        instances.values().forEach(each -> each.calls().reset());
        awaitNamedPast(changes.round(), rooms.rounds().keySet());
        Set<String> owned = instance.named();
        assertThat(owned).isNotEmpty();
        return owned;
    }

    private void awaitNamedPast(int round, Set<String> which) {
        await("named after a round past " + round)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    Map<String, Integer> rounds = rooms.rounds();
                    return rounds.size() == ROOMS
                            && which.stream().allMatch(room -> rounds.getOrDefault(room, 0) > round);
                });
    }

    private void run(String name) {
        CallCounter calls = CallCounter.inFrontOf(homeserver.baseUrl());
        Path file = folder.resolve(name + ".token");
        Map<String, String> settings = new TreeMap<>(QUICK);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("client.id", name);
        String yaml = """
                tenants:
                  - id: %s
                    homeserver: %s
                    server-name: %s
                    appservice: {localpart: openmeet-bot, token-file: %s}
                """.formatted(TENANT, calls.baseUrl(), homeserver.serverName(), file);
        try {
            Files.writeString(file, homeserver.asToken());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        instances.put(name, new Instance(ServiceProcess.start(folder.resolve(name), settings, yaml), calls, file));
    }

    private static void write(Path file, String token) {
        try {
            Files.writeString(file, token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(Instance instance) {
        await().atMost(PATIENCE).until(() -> {
            if (!instance.process().isAlive()) {
                throw new AssertionError(instance.process().log());
            }
            return instance.process().isReady();
        });
    }

    private Instance instance(String name) {
        return Optional.ofNullable(instances.get(name)).orElseThrow();
    }
}
