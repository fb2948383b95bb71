package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import net.openmeet.matrix.Service;
import net.openmeet.matrix.config.Canary;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.simulator.RoomView;
import net.openmeet.matrix.simulator.SimulatorSettings;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running service says of itself what nobody has to ask for: whether a synthetic event gets through, which dead letters are open, and in
 * words what is wrong. A homeserver that is out is said, and changes nothing in liveness and readiness.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WatchesIT {
    private static final String TENANT = "watched";
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private final MatrixSimulator homeserver = MatrixSimulator.start();
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
    private final HttpClient http = HttpClient.newHttpClient();
    private Service service;

    @BeforeEach
    void start() {
        RunningService.createTopics(kafka);
        Config plain = RunningService.config(
                kafka,
                "openmeet-matrix",
                folder,
                List.of(RunningService.tenant(
                        TENANT,
                        homeserver.baseUrl(),
                        UserId.parse(homeserver.botId()),
                        SimulatorSettings.usual().appservices().getFirst().asToken(),
                        policy -> policy)));
        service = RunningService.start(new Config(
                plain.applicationId(),
                plain.stateDir(),
                plain.kafka(),
                plain.http(),
                plain.otherTenants(),
                plain.keys(),
                Optional.of(new Canary(TENANT, EVERY)),
                plain.tenants()));
    }

    @AfterEach
    void stop() {
        service.close();
        producer.close();
        homeserver.close();
        kafka.close();
    }

    @Test
    void aCanaryDeadLettersAndHealthAreSeenWithoutAsking() throws Exception {
        theCanarySingsInARoomOfItsOwnAndDisturbsNobody();
        anOpenLetterIsCountedUntilItIsDealtWith();
        aHomeserverThatIsOutIsSaid();
    }

    private void theCanarySingsInARoomOfItsOwnAndDisturbsNobody() {
        // when
        await().atMost(PATIENCE).until(() -> canaries() >= 2);

        // then
        assertThat(homeserver.rooms()).singleElement().satisfies(room -> {
            assertThat(room.aliases()).containsExactly("#event-openmeet-matrix-canary-watched:openmeet.test");
            assertThat(room.published()).isFalse();
            assertThat(name(room)).startsWith("Canary 20");
            assertThat(room.joined()).containsExactly(homeserver.botId());
        });
        TopicReader topics = new TopicReader(kafka);
        assertThat(topics.read(Topics.DOMAIN_EVENTS)).allSatisfy(record -> {
            assertThat(record.key()).isEqualTo("watched/canary/1");
            assertThat(Json.read(record.value(), JsonNode.class).path("type").asText())
                    .isEqualTo("net.openmeet.canary.updated");
        });
        assertThat(topics.read(Topics.ROOMS)).isEmpty();
        assertThat(value("openmeet.matrix.applied", Map.of("slot", "room", "homeserver", "up")))
                .isZero();
        assertThat(value("openmeet.matrix.canary.last.success", Map.of()))
                .isGreaterThan((double) Instant.now().minusSeconds(60).getEpochSecond());
    }

    private void anOpenLetterIsCountedUntilItIsDealtWith() throws Exception {
        // when
        producer.send(new ProducerRecord<>(
                        Topics.DOMAIN_EVENTS, "watched/event/1", "{".getBytes(StandardCharsets.UTF_8)))
                .get();

        // then
        await().atMost(PATIENCE).until(() -> open() == 1);
        assertThat(value("openmeet.matrix.dead.letters.oldest.open", Map.of("topic", "domain-events")))
                .isBetween(0.0, PATIENCE.toSeconds() * 1.0);

        // when
        String letter = new TopicReader(kafka)
                .read(Topics.DOMAIN_EVENTS_DEAD_LETTER).stream()
                        .map(record -> record.topic() + "/" + record.partition() + "/" + record.offset())
                        .findFirst()
                        .orElseThrow();
        Disposition discarded = Disposition.discarded("eve", Instant.now(), "a test");
        producer.send(new ProducerRecord<>(Topics.DEAD_LETTERS, letter, Json.write(discarded)))
                .get();

        // then
        await().atMost(PATIENCE).until(() -> open() == 0);
    }

    private void aHomeserverThatIsOutIsSaid() throws Exception {
        // given
        assertThat(get("/health").path("says")).isEmpty();

        // when
        homeserver.goDown();
        for (int room = 1; room < 10; room++) {
            publishRoom(room);
        }

        // then
        await().atMost(PATIENCE)
                .until(() -> get("/health").path("says").toString().contains("doesn't answer"));
        JsonNode health = get("/health");
        assertThat(health.path("live").asBoolean()).isTrue();
        assertThat(health.path("ready").asBoolean()).isTrue();
        assertThat(health.path("homeservers").path(0).path("answers").asBoolean())
                .isFalse();
        assertThat(health.path("homeservers").path(0).path("tenants").path(0).asText())
                .isEqualTo(TENANT);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get("/health").path("unconverged").asInt()).isGreaterThan(5));
        assertThat(get("/health").path("waiting").path("ours")).isNotEmpty();
        assertThat(get("/health/ready").path("state").asText()).isEqualTo("RUNNING");
        assertThat(get("/health/live").path("state").asText()).isEqualTo("RUNNING");
        await().atMost(PATIENCE).until(() -> value("openmeet.matrix.canary.failures", Map.of("reason", "late")) > 0);
    }

    private void publishRoom(int id) throws Exception {
        byte[] json = new DomainEvents(TENANT, Instant::now)
                .room("event.created", id, "e" + id, "E" + id, "public", "published")
                .json()
                .getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, TENANT + "/event/" + id, json))
                .get();
    }

    private double canaries() {
        return value("openmeet.matrix.canary", Map.of());
    }

    private double open() {
        return value("openmeet.matrix.dead.letters.open", Map.of("topic", "domain-events", "reason", "bad-json"));
    }

    /** Of a gauge or a counter its value, of a timer how often; -1 if there is none. */
    private double value(String name, Map<String, String> tags) {
        return service.registry().find(name).meters().stream()
                .filter(meter -> tags.entrySet().stream()
                        .allMatch(tag -> tag.getValue().equals(meter.getId().getTag(tag.getKey()))))
                .findFirst()
                .map(WatchesIT::value)
                .orElse(-1.0);
    }

    private static double value(Meter meter) {
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static String name(RoomView room) {
        return room.content("m.room.name").orElseThrow().path("name").asText();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.read(answer.body(), JsonNode.class);
    }
}
