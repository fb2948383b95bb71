package net.openmeet.matrix.cli;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.ToIntFunction;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.deadletter.Replay;
import net.openmeet.matrix.deadletter.ReplayDecision;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Murmur2;
import net.openmeet.matrix.event.ReplayHeaders;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes the record that replays a letter: of an event the original bytes and headers without what the dead letter added, of an operation the
 * command to look at its slot. All say what they are a replay of.
 */
final class ReplayRecords {
    /** An operator corrected the value. */
    static final String CORRECTED = "openmeet.replay.corrected";

    private final ToIntFunction<String> partitions;

    /** @param partitions how many a topic has */
    ReplayRecords(ToIntFunction<String> partitions) {
        this.partitions = partitions;
    }

    /**
     * A domain event, to be judged by its first place.
     *
     * @param corrected the value to send instead of the original
     */
    ProducerRecord<byte[], byte @Nullable []> event(
            ReplayDecision.Event event,
            ConsumerRecord<byte[], byte @Nullable []> letter,
            Provenance provenance,
            Optional<byte[]> corrected) {
        Headers headers = original(letter.headers());
        put(headers, event.origin());
        provenance.writeTo(headers);
        corrected.ifPresent(value -> put(headers, CORRECTED, "true"));
        byte @Nullable [] key = letter.key();
        int count = partitions.applyAsInt(Topics.DOMAIN_EVENTS_REPLAY);
        int partition = key == null ? letter.partition() % count : Murmur2.partition(key, count);
        byte @Nullable [] value = corrected.orElse(letter.value());
        return new ProducerRecord<>(Topics.DOMAIN_EVENTS_REPLAY, partition, key, value, headers);
    }

    /** A record of the service's own, back to where it was. The facts in it carry their origin. */
    static ProducerRecord<byte[], byte @Nullable []> back(
            ReplayDecision.Back back, ConsumerRecord<byte[], byte @Nullable []> letter, Provenance provenance) {
        Headers headers = original(letter.headers());
        provenance.writeTo(headers);
        return new ProducerRecord<>(
                back.source().topic(), back.source().partition(), letter.key(), letter.value(), headers);
    }

    /** A look at a slot. */
    ProducerRecord<byte[], byte @Nullable []> look(
            ReplayDecision.Look look, Optional<String> attribute, Provenance provenance) {
        Headers headers = new RecordHeaders();
        look.origin().ifPresent(origin -> put(headers, origin));
        attribute.ifPresent(word -> put(headers, Replay.ATTRIBUTE, word));
        provenance.writeTo(headers);
        byte[] key = look.lane().toString().getBytes(StandardCharsets.UTF_8);
        Operation poke = new Operation.Poke(Optional.of(look.slot()), "replay");
        return new ProducerRecord<>(
                Topics.COMMANDS,
                Murmur2.partition(key, partitions.applyAsInt(Topics.COMMANDS)),
                key,
                Json.write(poke),
                headers);
    }

    /** Kafka Streams' own headers are about the failure, and so are ours. */
    private static Headers original(Headers headers) {
        Headers kept = new RecordHeaders();
        for (Header header : headers) {
            if (!header.key().startsWith("__streams.errors.") && !header.key().startsWith("openmeet.dead-letter.")) {
                kept.add(header);
            }
        }
        return kept.remove(CORRECTED);
    }

    private static void put(Headers headers, Coordinates origin) {
        ReplayHeaders.of(origin)
                .forEach(header -> headers.remove(header.name())
                        .add(header.name(), header.value().orElseThrow()));
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
