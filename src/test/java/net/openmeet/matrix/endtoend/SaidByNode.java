package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.openmeet.matrix.event.Schemas;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;

/** What lies in the topics of the tenant that publishes from Node.js. */
final class SaidByNode {
    private static final int PARTITIONS = 24;

    private final Harness harness;
    private final Schemas schemas = new Schemas();

    SaidByNode(Harness harness) {
        this.harness = harness;
    }

    /** The types of all that was said. */
    Set<String> types() {
        return records(Topics.DOMAIN_EVENTS)
                .map(record -> json(record.value()).path("type").asText())
                .collect(Collectors.toSet());
    }

    /** What was said of one thing, in order. */
    List<JsonNode> about(String subject) {
        return records(Topics.DOMAIN_EVENTS)
                .filter(record -> record.key().equals(subject))
                .map(record -> json(record.value()))
                .toList();
    }

    /** The numbers of what was said of one thing, in order. */
    List<BigInteger> sequences(String subject) {
        return about(subject).stream()
                .map(event -> new BigInteger(event.path("sequence").asText()))
                .toList();
    }

    /** Everything is as the contract says, and where Java clients put it. */
    void assertKept() {
        assertThat(records(Topics.DOMAIN_EVENTS)).isNotEmpty().allSatisfy(record -> {
            JsonNode event = json(record.value());
            String data = event.path("data").toString();
            assertThat(event.path("subject").asText()).isEqualTo(record.key());
            assertThat(record.partition()).isEqualTo(partition(record.key()));
            assertThat(event.path("traceparent").asText()).startsWith("00-0af7651916cd43dd");
            assertThat(schemas.errors("cloudevent", event.toString())).isEmpty();
            assertThat(schemas.errors(event.path("type").asText(), data))
                    .as("%s", event)
                    .isEmpty();
        });
    }

    /** By subject: what the service tells, nothing where something is gone. */
    Map<String, Optional<JsonNode>> told() {
        Map<String, Optional<JsonNode>> told = new HashMap<>();
        Stream.of(Topics.ROOMS, Topics.PEOPLE)
                .flatMap(this::records)
                .forEach(record -> told.put(
                        record.key(), Optional.ofNullable(record.value()).map(SaidByNode::json)));
        return told;
    }

    /** Where Kafka's Java clients put a key. */
    static int partition(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
    }

    private Stream<ConsumerRecord<String, byte[]>> records(String topic) {
        return harness.read(topic).stream().filter(record -> record.key().startsWith(OneService.NODE + "/"));
    }

    private static JsonNode json(byte[] value) {
        try {
            return Json.mapper().readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
