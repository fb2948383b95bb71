package net.openmeet.matrix.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.Service;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.ConfigLoader;
import net.openmeet.matrix.fixture.DevelopmentHomeserver;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.MatrixProbe;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.WithKafka;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The homeserver of the development set-up prints an administrator's token that is good, the same after every start, and what it prints
 * may be put into {@code .env}: with it or without, as application service or as administrator, the service makes rooms there. Its
 * container ends when Synapse does.
 */
@WithSynapse
@WithKafka
class DevelopmentHomeserverSynapseIT {
    private static final String MARK = "Success! Matrix server initialized";

    @TempDir
    private Path folder;

    private final DevelopmentHomeserver homeserver;

    DevelopmentHomeserverSynapseIT(SynapseRuntime runtime) {
        homeserver = new DevelopmentHomeserver(runtime);
    }

    @AfterEach
    void close() {
        homeserver.close();
    }

    @BeforeAll
    static void makeTopics(EmbeddedKafka kafka) {
        RunningService.createTopics(kafka);
    }

    @Test
    void aTokenThatIsGoodIsPrintedOnceMoreAfterARestart() {
        // given
        Map<String, String> environment = ComposeFile.with(Map.of()).environment("matrix");
        // when
        Map<String, String> printed = printed(homeserver.start(environment));
        // then
        assertThat(printed)
                .containsEntry("MATRIX_HOME_SERVER", "http://matrix:8008")
                .containsEntry("MATRIX_SERVER_NAME", "matrix-local.openmeet.test")
                .containsEntry("MATRIX_ADMIN_USER", "@admin:matrix-local.openmeet.test");
        assertThat(whoIs(printed.get("MATRIX_ADMIN_ACCESS_TOKEN"))).isEqualTo("@admin:matrix-local.openmeet.test");
        // when
        homeserver.stop();
        assertThat(homeserver.isRunning()).isFalse();
        // then
        assertThat(printed(homeserver.start(environment))).isEqualTo(printed);
        // when
        homeserver.killSynapse();
        // then
        await().atMost(Duration.ofSeconds(10)).until(() -> !homeserver.isRunning());
        assertThat(homeserver.printed().strip()).endsWith("FAILED: Synapse ended with -9");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theServiceMakesRoomsThereWithWhatWasPrintedInItsEnvironment(boolean appservice, EmbeddedKafka kafka)
            throws Exception {
        // given
        Map<String, String> dotEnv = new HashMap<>();
        if (!appservice) {
            dotEnv.put("MATRIX_APPSERVICE_ID", "");
            dotEnv.put("MATRIX_APPSERVICE_TOKEN", "");
        }
        dotEnv.putAll(printed(homeserver.start(ComposeFile.with(dotEnv).environment("matrix"))));
        Config config = config(ComposeFile.with(dotEnv).environment("openmeet-matrix"), kafka);
        String tenant = config.tenants().getFirst().id();
        MatrixProbe probe = MatrixProbe.at(homeserver.baseUrl(), dotEnv.get("MATRIX_ADMIN_ACCESS_TOKEN"));
        Service service = RunningService.start(config);
        try {
            // when
            publish(
                    kafka,
                    new DomainEvents(tenant, Instant::now)
                            .room("event.created", appservice ? 1 : 2, "first", "First", "public", "published"));
            // then
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(
                                    probe.roomByAlias("#event-first-" + tenant + ":matrix-local.openmeet.test"))
                            .isPresent());
        } finally {
            service.close();
        }
    }

    private Config config(Map<String, String> environment, EmbeddedKafka kafka) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        settings.put("MATRIX_HOME_SERVER", homeserver.baseUrl().toString());
        settings.put("OPENMEET_STATE_DIR", folder.resolve("state").toString());
        settings.put("OPENMEET_CREDENTIALS_KEY_FILE", "docker/development/credentials.key");
        settings.put("OPENMEET_KAFKA_NUM_STANDBY_REPLICAS", "0");
        settings.put("HTTP_PORT", "0");
        return ConfigLoader.load(settings).config().orElseThrow();
    }

    private static void publish(EmbeddedKafka kafka, DomainEvents.Event event) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, event.key(), event.json()))
                    .get();
        }
    }

    private String whoIs(String token) {
        return MatrixProbe.at(homeserver.baseUrl(), token)
                .whoAmI()
                .body()
                .path("user_id")
                .asText();
    }

    /** What {@code grep -A 10} shows of it, as a shell would read it. */
    private static Map<String, String> printed(String output) {
        List<String> shown = output.lines()
                .dropWhile(line -> !line.startsWith(MARK))
                .limit(11)
                .toList();
        assertThat(shown).as("what was printed: %s", output).isNotEmpty();
        Map<String, String> variables = new HashMap<>();
        shown.stream()
                .filter(line -> line.startsWith("MATRIX_"))
                .map(line -> line.split("=", 2))
                .forEach(pair -> variables.put(pair[0], pair[1]));
        return variables;
    }
}
