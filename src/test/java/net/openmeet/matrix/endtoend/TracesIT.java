package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.openmeet.matrix.Service;
import net.openmeet.matrix.config.Admin;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.config.Tenant;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.RegisteredUser;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.log.LogLines;
import net.openmeet.matrix.simulator.Endpoint;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.simulator.ServedCall;
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
 * One trace leads from a domain event to all that was done for it, over a real broker and by HTTP: the call that is refused for want of a
 * credential, its repair, and the call that succeeds. The homeserver is told of it with each of these calls, and so are logs.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TracesIT {
    private static final String TENANT = "traced";
    private static final int ANA = 7;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PUBLISHED = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    private static final String JOIN = "POST /_matrix/client/v3/rooms/{room}/join";
    private static final String LOOK = "GET /_synapse/admin/v2/users/{user}";
    private static final String LOGIN_AS = "POST /_synapse/admin/v1/users/{user}/login";

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
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();
    private final LogLines lines = new LogLines(Level.INFO);
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
        service = Service.start(RunningService.config(kafka, "openmeet-matrix", folder, List.of(tenant)), telemetry);
    }

    @AfterEach
    void stop() {
        service.close();
        producer.close();
        homeserver.close();
        kafka.close();
        telemetry.close();
        lines.close();
    }

    @Test
    void oneTraceLeadsFromAnEventOverTheRepairOfACredentialToTheCallThatSucceeds() {
        // given
        publish(events.room("event.created", 1, "e1", "E1", "public", "published"), Optional.empty());
        publish(events.room("event.created", 2, "e2", "E2", "public", "published"), Optional.empty());
        publish(events.attendee("added", 1, ANA, "confirmed", "participant"), Optional.empty());
        await().atMost(PATIENCE).until(() -> inside() == 1);
        homeserver.credentials().endTokensOf(ana);

        // when
        lines.forget();
        publish(events.attendee("added", 2, ANA, "confirmed", "participant"), Optional.of(PUBLISHED));

        // then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(traced())
                        .extracting(span -> span.getName() + status(span))
                        .containsExactly(
                                "process " + Topics.DOMAIN_EVENTS,
                                JOIN + " 401",
                                LOOK + " 200",
                                LOGIN_AS + " 200",
                                JOIN + " 200"));
        List<SpanData> all = traced();
        SpanData taken = all.getFirst();
        assertThat(taken.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(taken.getParentSpanContext().getSpanId()).isEqualTo("b7ad6b7169203331");
        SpanData refused = all.get(1);
        assertThat(refused.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(refused.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(parent(refused)).isEqualTo(taken.getSpanId());
        assertThat(parent(all.get(2))).as("the repair").isEqualTo(refused.getSpanId());
        assertThat(parent(all.get(3))).as("the repair").isEqualTo(refused.getSpanId());
        SpanData joined = all.get(4);
        assertThat(parent(joined)).isEqualTo(taken.getSpanId());
        assertThat(joined.getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly(refused.getSpanId());
        assertThat(seen(Endpoint.JOIN)).containsExactly(context(refused), context(joined));
        assertThat(seen(Endpoint.ADMIN_LOGIN_AS)).containsExactly(context(all.get(3)));
        assertThat(lines.as("json"))
                .filteredOn(line -> line.contains("\"trace_id\":\"" + TRACE + "\""))
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class)
                        .path("message")
                        .asText())
                .containsExactly(
                        "Credential traced/user/" + ana + " is being repaired",
                        "Credential traced/user/" + ana + " is valid (was repairing)",
                        "join applied");
        assertThat(all.toString()).doesNotContain(ana, "u" + ANA, PASSWORD, "E2");
    }

    private static String status(SpanData span) {
        Long status = span.getAttributes().get(STATUS);
        return status == null ? "" : " " + status;
    }

    private static String parent(SpanData span) {
        return span.getParentSpanContext().getSpanId();
    }

    private static String context(SpanData span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-01";
    }

    /** Those of the trace, in the order in which they began. */
    private List<SpanData> traced() {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(TRACE))
                .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
                .toList();
    }

    /** What the homeserver was sent of the trace. */
    private List<String> seen(Endpoint endpoint) {
        return homeserver.calls().recent().stream()
                .filter(call -> call.endpoint() == endpoint)
                .map(ServedCall::traceparent)
                .flatMap(Optional::stream)
                .filter(context -> context.contains(TRACE))
                .toList();
    }

    private long inside() {
        return homeserver.rooms().stream()
                .filter(room -> room.joined().contains(ana))
                .count();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what isn't published is waited for in vain
    private void publish(DomainEvents.Event event, Optional<String> traceparent) {
        ProducerRecord<String, String> record = new ProducerRecord<>(Topics.DOMAIN_EVENTS, event.key(), event.json());
        traceparent.ifPresent(context -> record.headers().add("traceparent", context.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
        producer.flush();
    }
}
