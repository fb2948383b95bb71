package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.openmeet.matrix.Service;
import net.openmeet.matrix.cli.CommandTree;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.HostPort;
import net.openmeet.matrix.config.Http;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.config.Tenant;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.LoopbackPort;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.simulator.MatrixSimulator;
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
 * Of two instances that share the lanes, either tells of every lane, by asking the other where that has it. An instance that isn't
 * among its peers is named and not asked.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TwoInstancesIT {
    private static final String TENANT = "two";
    private static final String TOKEN = "between-us-7c1e";
    private static final int ROOMS = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private final MatrixSimulator homeserver = MatrixSimulator.start(SimulatorSettings.usual());
    private final HostPort north = new HostPort("127.0.0.1", LoopbackPort.reserve());
    private final HostPort south = new HostPort("127.0.0.1", LoopbackPort.reserve());
    private final List<Service> services = new ArrayList<>();

    @BeforeEach
    void start() {
        RunningService.createTopics(kafka);
        services.add(RunningService.start(config("north", north, List.of(south))));
        services.add(RunningService.start(config("south", south, List.of(new HostPort("127.0.0.1", 1)))));
        await("both run").atMost(PATIENCE).until(() -> services.stream().allMatch(Service::isRunning));
    }

    @AfterEach
    void stop() {
        services.forEach(Service::close);
        homeserver.close();
        kafka.close();
    }

    private Config config(String name, HostPort address, List<HostPort> peers) {
        Tenant tenant = RunningService.tenant(
                TENANT,
                homeserver.baseUrl(),
                UserId.parse(homeserver.botId()),
                SimulatorSettings.usual().appservices().getFirst().asToken(),
                policy -> policy);
        Config plain = RunningService.config(kafka, "openmeet-matrix", folder.resolve(name), List.of(tenant));
        Map<String, String> settings = new HashMap<>(plain.kafka().settings());
        settings.put("client.id", name);
        // As in Kubernetes: each has a name in the group that stays.
        settings.put("group.instance.id", name);
        return new Config(
                plain.applicationId(),
                plain.stateDir(),
                new Kafka(
                        plain.kafka().bootstrapServers(),
                        settings,
                        plain.kafka().secrets()),
                new Http(address.port(), Optional.of(Secret.of(TOKEN)), Optional.of(address), peers),
                plain.otherTenants(),
                plain.keys(),
                plain.canary(),
                plain.tenants());
    }

    private record Said(int code, String out, String err) {}

    private static Said show(HostPort instance, String lane) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = CommandTree.with(Map.of("OPENMEET_API_TOKEN", TOKEN), config -> {
                    throw new AssertionError("nobody asked for a start");
                })
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("rooms", "show", lane, "--json", "--api", "http://" + instance);
        return new Said(code, out.toString(), err.toString());
    }

    @Test
    void everyLaneIsFoundThroughEitherAndWhoIsNotAPeerIsNotAsked() throws Exception {
        // given
        DomainEvents events = new DomainEvents(TENANT, Instant::now);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int room = 1; room <= ROOMS; room++) {
                DomainEvents.Event event =
                        events.room("event.created", room, "e" + room, "E" + room, "public", "published");
                producer.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, event.key(), event.json()))
                        .get();
            }
        }
        // when, then: through north all are found
        for (int room = 1; room <= ROOMS; room++) {
            String lane = TENANT + "/event/" + room;
            await(lane).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
                Said said = show(north, lane);
                assertThat(said.err()).isEmpty();
                JsonNode view = Json.mapper().readTree(said.out());
                assertThat(view.path("lane").asText()).isEqualTo(lane);
                assertThat(view.at("/room/state").asText()).isEqualTo("open");
            });
        }
        // then: south has some, and names the one that has the others
        int here = 0;
        for (int room = 1; room <= ROOMS; room++) {
            Said said = show(south, TENANT + "/event/" + room);
            if (said.code() == 0) {
                here++;
            } else {
                assertThat(said.err()).contains("unknown-peer", north.toString(), "OPENMEET_HTTP_PEERS");
            }
        }
        assertThat(here).isBetween(1, ROOMS - 1);
    }
}
