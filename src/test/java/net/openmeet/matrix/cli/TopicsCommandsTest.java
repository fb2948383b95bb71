package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.topology.TopicSpec;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * On a cluster without topics the service refuses to run and says which command helps; that command makes them, once, and then the
 * service runs. The steps are those of whoever installs it, in that order, on one broker.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TopicsCommandsTest {
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    @Order(1)
    void theServiceDoesNotRunWithoutTopics() {
        // when
        Typed typed = Typed.command(environment(), "run");
        // then
        assertThat(typed.code()).isEqualTo(ExitCodes.FAILED);
        assertThat(typed.err())
                .contains(
                        "error: openmeet.domain-events is missing\n  mend: java -jar openmeet-matrix.jar topics create\n");
    }

    @Test
    @Order(2)
    void aDryRunMakesNothing() {
        // when
        Typed dry = Typed.command(environment(), "topics", "create", "--dry-run");
        // then
        assertThat(dry.code()).isEqualTo(ExitCodes.OK);
        assertThat(dry.out().lines())
                .hasSize(Topics.all().size())
                .contains("would create openmeet.matrix.rooms: 24 partitions, 1 copy, compact");
        assertThat(Typed.command(environment(), "topics", "check").code()).isEqualTo(ExitCodes.FAILED);
    }

    @Test
    @Order(3)
    void topicsAreMadeOnce() {
        // when
        Typed first = Typed.command(environment(), "topics", "create");
        Typed second = Typed.command(environment(), "topics", "create");
        Typed check = Typed.command(environment(), "topics", "check");
        // then
        assertThat(first.out().lines())
                .containsExactlyElementsOf(Topics.all().stream()
                        .map(topic -> "created " + topic.name() + ": "
                                + (topic.partitions() == 1 ? "1 partition" : "24 partitions") + ", 1 copy, "
                                + topic.cleanupPolicy())
                        .toList());
        assertThat(List.of(first.code(), second.code(), check.code())).containsOnly(ExitCodes.OK);
        assertThat(second.out()).isEmpty();
        assertThat(check.out()).isEqualTo("The " + Topics.all().size() + " topics are as they must be.\n");
    }

    @Test
    @Order(4)
    void theServiceRunsUntilItStops() {
        // given
        var closed = new AtomicInteger();
        Starter fails = config -> running(false, closed);
        Starter ends = config -> running(true, closed);
        // when
        int failed = Typed.command(environment(), fails, "run").code();
        int ended = Typed.command(environment(), ends, "run").code();
        // then
        assertThat(failed).isEqualTo(ExitCodes.FAILED);
        assertThat(ended).isEqualTo(ExitCodes.OK);
        assertThat(closed).hasValue(2);
    }

    @Test
    @Order(5)
    void aCompactedInputIsRefused() throws Exception {
        // given
        TopicSpec events = Topics.all().getFirst();
        try (var admin = kafka.admin()) {
            var entry = new ConfigEntry("cleanup.policy", "compact");
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, events.name());
            var change = new AlterConfigOp(entry, AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get();
        }
        // when
        Typed typed = Typed.command(environment(), "run");
        // then
        assertThat(typed.code()).isEqualTo(ExitCodes.FAILED);
        assertThat(typed.err())
                .contains("error: openmeet.domain-events has cleanup.policy=compact and needs delete")
                .contains("--entity-name openmeet.domain-events --add-config cleanup.policy=delete");
    }

    private static Starter.Running running(boolean orderly, AtomicInteger closed) {
        return new Starter.Running() {
            @Override
            public boolean awaitTermination() {
                return orderly;
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("OPENMEET_TENANT_ID", "ciTenantA");
        environment.put("MATRIX_HOME_SERVER", "http://matrix:8008");
        environment.put("MATRIX_SERVER_NAME", "matrix.openmeet.net");
        environment.put("MATRIX_APPSERVICE_ID", "openmeet-bot");
        environment.put("MATRIX_APPSERVICE_TOKEN", "token");
        environment.put("OPENMEET_STATE_DIR", "/var/lib/openmeet-matrix");
        return environment;
    }
}
