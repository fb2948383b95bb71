package net.openmeet.matrix.config;

import static net.openmeet.matrix.config.Environments.good;
import static net.openmeet.matrix.config.Environments.leastWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Raw Kafka settings reach Streams and the admin client as they were written, prefixes and all. What the service's promises rest on
 * can't be set, whichever prefix is tried.
 */
class KafkaSettingsTest {
    @Test
    void settingsReachTheClientTheyAreFor() {
        // given
        Kafka kafka = good(leastWith(
                        "OPENMEET_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                        "OPENMEET_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
                        "OPENMEET_KAFKA_SSL_TRUSTSTORE_LOCATION", "/etc/kafka/truststore.p12",
                        "OPENMEET_KAFKA_NUM_STREAM_THREADS", "2",
                        "OPENMEET_KAFKA_MAIN_CONSUMER_FETCH_MAX_WAIT_MS", "50",
                        "OPENMEET_KAFKA_ADMIN_REQUEST_TIMEOUT_MS", "9000",
                        "OPENMEET_KAFKA_TOPIC_RETENTION_MS", "3600000",
                        "OPENMEET_KAFKA_SASL_OAUTHBEARER_ASSERTION_FILE", "/run/assertion",
                        "OPENMEET_KAFKA_X_OF_A_PLUGIN", "kept"))
                .kafka();
        // when
        Map<String, Object> streams = kafka.streams();
        Map<String, Object> admin = kafka.admin();
        // then
        assertThat(streams)
                .containsOnly(
                        Map.entry("bootstrap.servers", "kafka:9092"),
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.mechanism", "SCRAM-SHA-512"),
                        Map.entry("ssl.truststore.location", "/etc/kafka/truststore.p12"),
                        Map.entry("num.stream.threads", "2"),
                        Map.entry("main.consumer.fetch.max.wait.ms", "50"),
                        Map.entry("admin.request.timeout.ms", "9000"),
                        Map.entry("topic.retention.ms", "3600000"),
                        Map.entry("sasl.oauthbearer.assertion.file", "/run/assertion"),
                        Map.entry("x.of.a.plugin", "kept"));
        assertThat(admin)
                .containsOnly(
                        Map.entry("bootstrap.servers", "kafka:9092"),
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.mechanism", "SCRAM-SHA-512"),
                        Map.entry("ssl.truststore.location", "/etc/kafka/truststore.p12"),
                        Map.entry("request.timeout.ms", "9000"),
                        Map.entry("sasl.oauthbearer.assertion.file", "/run/assertion"),
                        Map.entry("x.of.a.plugin", "kept"));
    }

    @Test
    void aClientOfOurOwnGetsWhatIsForItAndNothingElse() {
        // given
        Kafka kafka = new Kafka(
                "kafka:9092",
                Map.of(
                        "security.protocol", "SSL",
                        "max.poll.records", "7",
                        "linger.ms", "3",
                        "num.stream.threads", "2",
                        "consumer.max.poll.records", "9",
                        "main.consumer.fetch.max.wait.ms", "50",
                        "producer.linger.ms", "4"),
                Map.of());
        // then
        assertThat(kafka.consumer())
                .containsOnly(
                        Map.entry("bootstrap.servers", "kafka:9092"),
                        Map.entry("security.protocol", "SSL"),
                        Map.entry("max.poll.records", "9"));
        assertThat(kafka.producer())
                .containsOnly(
                        Map.entry("bootstrap.servers", "kafka:9092"),
                        Map.entry("security.protocol", "SSL"),
                        Map.entry("linger.ms", "4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "APPLICATION_ID",
                "PROCESSING_GUARANTEE",
                "STATE_DIR",
                "CONSUMER_ISOLATION_LEVEL",
                "MAIN_CONSUMER_AUTO_OFFSET_RESET",
                "PRODUCER_PARTITIONER_CLASS",
                "PRODUCER_ACKS",
                "ROCKSDB_CONFIG_SETTER",
                "TOPIC_CLEANUP_POLICY"
            })
    void whatThePromisesRestOnIsRefused(String name) {
        assertThat(ConfigLoader.load(leastWith("OPENMEET_KAFKA_" + name, "x")).problems())
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("OPENMEET_KAFKA_" + name + ": can't be configured: "));
    }

    @Test
    void whatIsOwnedIsASettingOfKafka() {
        // A slip in that list would let the setting through.
        assertThat(KafkaOwned.names())
                .allSatisfy(name -> assertThat(KafkaNames.all().contains(name) || name.equals("cleanup.policy"))
                        .as(name)
                        .isTrue());
    }

    @Test
    void aValueThatKafkaWouldRefuseIsFoundBeforeItDoes() {
        assertThat(ConfigLoader.load(leastWith(
                                "OPENMEET_KAFKA_SECURITY_PROTOCOL", "TLS", "OPENMEET_KAFKA_NUM_STREAM_THREADS", "two"))
                        .problems())
                .satisfiesExactlyInAnyOrder(
                        problem ->
                                assertThat(problem).startsWith("OPENMEET_KAFKA_SECURITY_PROTOCOL: Invalid value TLS"),
                        problem ->
                                assertThat(problem).startsWith("OPENMEET_KAFKA_NUM_STREAM_THREADS: Invalid value two"));
    }

    @Test
    void theBootstrapServersHaveOneVariable() {
        assertThat(ConfigLoader.load(leastWith("OPENMEET_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"))
                        .problems())
                .containsExactly(
                        "OPENMEET_KAFKA_BOOTSTRAP_SERVERS: is called KAFKA_BOOTSTRAP_SERVERS in the environment");
    }

    @Test
    void streamsUnderstandsWhatItIsGiven() {
        // given
        Kafka kafka =
                good(leastWith("OPENMEET_KAFKA_NUM_STANDBY_REPLICAS", "1")).kafka();
        Map<String, Object> settings = kafka.streams();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "x");
        // when
        var streams = new StreamsConfig(settings);
        // then
        assertThat(streams.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG)).isEqualTo(1);
    }
}
