package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.PreviousBuild;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.ServiceProcess;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.simulator.RoomEvent;
import net.openmeet.matrix.simulator.RoomView;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of the previous commit's build are replaced by this one, one after the other, on their own state and while changes flow,
 * and one is rolled back. Each event has one room, which ends as OpenMeet said last and never went back to anything older.
 */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class RollingRestartIT {
    private static final String TENANT = "roll";
    /** The application id that the service has by default. */
    private static final String GROUP = "openmeet-matrix";
    /** Enough that each partition has some: the test asserts so. */
    private static final int ROOMS = 120;
    /** Some seconds on a quiet machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** With the standby that is the default, so that each build also keeps the other's state. */
    private static final Map<String, String> QUICK = Map.of(
            "consumer.session.timeout.ms", "6000",
            "consumer.heartbeat.interval.ms", "1000",
            "num.standby.replicas", "1",
            "producer.transaction.timeout.ms", "10000");

    private static final String PRESENT = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private final MatrixSimulator homeserver = MatrixSimulator.start();
    private final SaidRooms rooms = new SaidRooms(homeserver, TENANT);
    private final SteadyChanges changes = new SteadyChanges(kafka.bootstrapServers(), TENANT, ROOMS);
    private final Map<String, ServiceProcess> instances = new TreeMap<>();

    @AfterEach
    void stop() {
        instances.values().forEach(ServiceProcess::close);
        changes.close();
        homeserver.close();
        kafka.close();
    }

    @Test
    void eachInstanceIsReplacedAndOneRolledBackWhileChangesFlow() throws InterruptedException {
        // given
        assertThat(IntStream.range(0, ROOMS)
                        .mapToObj(RollingRestartIT::partition)
                        .collect(Collectors.toSet()))
                .hasSize(Topics.PARTITIONS);
        String previous = PreviousBuild.make().classPath();
        RunningService.createTopics(kafka);
        run("one", previous);
        run("two", previous);
        changes.start();
        awaitCallsOf("one");
        awaitCallsOf("two");
        awaitEveryRoomMoves();
        // when
        replace("two", PRESENT);
        replace("one", PRESENT);
        replace("two", previous);
        changes.stop();
        // then
        awaitWhatWasSaid();
        homeserver.rooms().forEach(RollingRestartIT::assertNothingOlderCameBack);
        awaitItIsToldSo();
        TopicReader topics = new TopicReader(kafka);
        assertThat(topics.read(Topics.DOMAIN_EVENTS_DEAD_LETTER)).isEmpty();
        assertThat(topics.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
    }

    /** Else what it had to do would wait for the end of its session, half a minute by default. */
    @Test
    void anInstanceThatIsStoppedLeavesTheGroupAtOnce() throws Exception {
        // given
        RunningService.createTopics(kafka);
        run("one", PRESENT);
        changes.start();
        awaitCallsOf("one");
        changes.stop();
        // when
        instances.get("one").terminate();
        // then
        try (Admin admin = kafka.admin()) {
            assertThat(admin.describeConsumerGroups(List.of(GROUP))
                            .all()
                            .get()
                            .get(GROUP)
                            .members())
                    .isEmpty();
        }
    }

    private void run(String name, String classPath) {
        Map<String, String> settings = new TreeMap<>(QUICK);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("client.id", name);
        instances.put(name, ServiceProcess.start(classPath, folder.resolve(name), settings, """
                tenants:
                  - id: %s
                    homeserver: %s
                    server-name: %s
                    appservice: {localpart: openmeet-bot, token: %s}
                """.formatted(
                        TENANT, homeserver.baseUrl(), homeserver.serverName(), homeserver.asToken())));
    }

    /** As an orchestrator does: SIGTERM, then another process on the same state. Returns when it does its part. */
    private void replace(String name, String classPath) {
        instances.get(name).terminate();
        run(name, classPath);
        awaitCallsOf(name);
        awaitEveryRoomMoves();
    }

    private void awaitCallsOf(String name) {
        ServiceProcess instance = instances.get(name);
        await(name + " calls").atMost(PATIENCE).until(() -> {
            if (!instance.isAlive()) {
                throw new AssertionError(instance.log());
            }
            return instance.isReady() && instance.metric("openmeet_matrix_calls_seconds_count") > 0;
        });
    }

    /** Whoever has a partition acts on what is said from now on. */
    private void awaitEveryRoomMoves() {
        int now = changes.round();
        await("every room is named after a round past " + now)
                .atMost(PATIENCE)
                .until(() -> rooms.rounds().values().stream()
                                .filter(round -> round > now)
                                .count()
                        == ROOMS);
    }

    private void awaitWhatWasSaid() {
        Map<String, SteadyChanges.Said> wanted = rooms.wanted(changes.said());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rooms.shown()).isEqualTo(wanted));
    }

    /** Who came before an instance was replaced still counts: what a build doesn't find it would be told of by nobody. */
    private void awaitItIsToldSo() {
        Map<String, Integer> wanted = new TreeMap<>();
        List<SteadyChanges.Said> said = changes.said();
        for (int room = 0; room < ROOMS; room++) {
            wanted.put(lane(room), said.get(room).members().size());
        }
        TopicReader topics = new TopicReader(kafka);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.values(Topics.ROOMS)
                                .filter(room -> room.path("kind").asText().equals("event"))
                                .collect(Collectors.toMap(
                                        room -> TENANT + "/event/"
                                                + room.path("id").asText(),
                                        room -> room.path("members")
                                                .path("joined")
                                                .asInt(),
                                        (older, newer) -> newer)))
                        .isEqualTo(wanted));
    }

    /** Effects may repeat: what may not be is an older name after a newer one, or somebody back who had left. */
    private static void assertNothingOlderCameBack(RoomView room) {
        List<Integer> names = new ArrayList<>();
        Map<String, String> last = new HashMap<>();
        for (RoomEvent event : room.timeline()) {
            if (event.type().equals("m.room.name")) {
                names.add(SteadyChanges.round(event.content().path("name").asText()));
            } else if (event.type().equals("m.room.member")) {
                String membership = event.content().path("membership").asText();
                String before = last.put(event.stateKey().orElseThrow(), membership);
                assertThat("leave".equals(before) && !membership.equals("leave"))
                        .as("%s came back to %s", event.stateKey(), SaidRooms.lane(room))
                        .isFalse();
            }
        }
        assertThat(names).as(SaidRooms.lane(room)).isSorted();
    }

    private static String lane(int room) {
        return TENANT + "/event/" + room;
    }

    private static int partition(int room) {
        return Utils.toPositive(Utils.murmur2(lane(room).getBytes(StandardCharsets.UTF_8))) % Topics.PARTITIONS;
    }
}
