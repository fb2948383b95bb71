package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.openmeet.matrix.Service;
import net.openmeet.matrix.config.Admin;
import net.openmeet.matrix.config.Calls;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.config.Tenant;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.RegisteredUser;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.simulator.CallLog;
import net.openmeet.matrix.simulator.Endpoint;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.simulator.RoomEvent;
import net.openmeet.matrix.simulator.RoomView;
import net.openmeet.matrix.simulator.SimulatorSettings;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * However many rooms wait for one person's dead token, over a real broker and by HTTP it is replaced once, and the person comes into all of
 * them. Only what was under way when it died is refused, nothing is dead-lettered, and nobody is sent out of a room or comes in twice.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SingleRepairIT {
    private static final String TENANT = "single";
    private static final int ROOMS = 1_000;
    private static final int ANA = 7;
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofSeconds(3);

    /** Eight calls are in flight at most, and as many more may have been let go while the first refusal was read. */
    private static final int REFUSED = 2 * Calls.defaults().inFlight();

    @TempDir
    private Path folder;

    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private final MatrixSimulator homeserver =
            MatrixSimulator.start(SimulatorSettings.usual().withoutAppservices());
    private final DomainEvents events = new DomainEvents(TENANT, Instant::now);
    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new StringSerializer());
    private final String ana = homeserver.userId("u" + ANA + "_" + TENANT);
    private Service service;

    @BeforeEach
    void start() {
        RegisteredUser root = homeserver.registerAdmin("root");
        homeserver.credentials().setPassword(root.userId(), PASSWORD);
        RunningService.createTopics(kafka);
        Tenant tenant = RunningService.tenant(
                TENANT,
                homeserver.baseUrl(),
                homeserver.serverName(),
                new Admin("root", Optional.empty(), Optional.of(Secret.of(PASSWORD))),
                policy -> policy);
        service = RunningService.start(RunningService.config(kafka, "openmeet-matrix", folder, List.of(tenant)));
    }

    @AfterEach
    void stop() {
        service.close();
        producer.close();
        homeserver.close();
        kafka.close();
    }

    @Test
    void aThousandRoomsThatWaitForOneDeadTokenCostOneRepair() {
        // given
        for (int room = 1; room <= ROOMS; room++) {
            publish(events.room("event.created", room, "e" + room, "E" + room, "private", "published"));
        }
        comesTo(1);
        awaitQuietWith(1);
        ToldCredential told = new ToldCredential(kafka, CredentialKey.of(TENANT, UserId.parse(ana)));
        assertThat(told.changes()).endsWith("valid 1");
        int before = told.changes().size();
        CallLog calls = homeserver.calls();
        assertThat(calls.count(Endpoint.ADMIN_LOGIN_AS)).isEqualTo(1);
        calls.clear();
        homeserver.credentials().endTokensOf(ana);

        // when
        for (int room = 2; room <= ROOMS; room++) {
            comesTo(room);
        }
        producer.flush();

        // then
        awaitQuietWith(ROOMS);
        assertThat(calls.count(Endpoint.ADMIN_LOGIN_AS)).isEqualTo(1);
        long refused = calls.recent().stream()
                .filter(call -> call.status().filter(status -> status == 401).isPresent())
                .count();
        assertThat(refused).isBetween(1L, (long) REFUSED);
        assertThat(told.changes().subList(before, told.changes().size())).containsExactly("repairing 1", "valid 2");
        assertThat(calls.count(Endpoint.JOIN) + calls.count(Endpoint.JOIN_BY_ID_OR_ALIAS))
                .isEqualTo(ROOMS - 1 + refused);
        assertThat(calls.count(Endpoint.INVITE)).isEqualTo(ROOMS - 1);
        assertThat(calls.count(Endpoint.LEAVE) + calls.count(Endpoint.KICK)).isZero();
        assertThat(homeserver.rooms())
                .allSatisfy(room -> assertThat(standingsOfAna(room)).containsExactly("invite", "join"));
        TopicReader topics = new TopicReader(kafka);
        assertThat(topics.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
        assertThat(topics.read(Topics.DOMAIN_EVENTS_DEAD_LETTER)).isEmpty();
    }

    private void comesTo(int room) {
        publish(events.attendee("added", room, ANA, "confirmed", "participant"));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what isn't published is waited for in vain
    private void publish(DomainEvents.Event event) {
        producer.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, event.key(), event.json()));
    }

    /** Until they are in so many rooms and all is done, and for a while after: what is done twice would be done then. */
    private void awaitQuietWith(int rooms) {
        await().atMost(PATIENCE)
                .during(QUIET)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    assertThat(homeserver.rooms()).hasSize(ROOMS);
                    assertThat(inside()).isEqualTo(rooms);
                    assertThat(unconverged()).isZero();
                });
    }

    private long inside() {
        return homeserver.rooms().stream()
                .filter(room -> room.joined().contains(ana))
                .count();
    }

    private double unconverged() {
        return service.registry().find("openmeet.matrix.lanes.unconverged").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private List<String> standingsOfAna(RoomView room) {
        return room.timeline().stream()
                .filter(event -> event.type().equals("m.room.member"))
                .filter(event -> event.stateKey().filter(ana::equals).isPresent())
                .map(RoomEvent::content)
                .map(content -> content.path("membership").asText())
                .toList();
    }
}
