package net.openmeet.matrix.deadletter;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.fixture.DeadLetters;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Letters as read from where they lie. */
final class Letters {
    private Letters() {}

    static ConsumerRecord<byte[], byte[]> lying(ProducerRecord<byte[], byte[]> letter, long offset) {
        return new ConsumerRecord<>(
                letter.topic(),
                letter.partition(),
                offset,
                letter.timestamp(),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                letter.key(),
                letter.value(),
                letter.headers(),
                Optional.empty());
    }

    static Letter event(String key, long offset, long originOffset) {
        return LetterReading.event(lying(
                DeadLetters.event(
                        key, originOffset, Rejection.Reason.UNKNOWN_VALUE, "{\"type\":\"net.openmeet.event.updated\"}"),
                offset));
    }

    static Letter replayed(String key, Letter before, long offset, int pass) {
        Provenance provenance = new Provenance(before.id(), "eve", before.at(), pass);
        return LetterReading.event(lying(
                DeadLetters.replayedEvent(
                        key,
                        before.about().origin().orElseThrow(),
                        new Coordinates(Topics.DOMAIN_EVENTS_REPLAY, before.id().partition(), offset),
                        provenance,
                        "{}"),
                offset));
    }

    static Letter member(String lane, String id, long offset, long originOffset) {
        return LetterReading.operation(lying(
                DeadLetters.operation(lane, "member:" + id, Optional.empty(), originOffset, DeadLetters.AT), offset));
    }

    static Letter room(String lane, String attribute, long offset) {
        return LetterReading.operation(
                lying(DeadLetters.operation(lane, "room", Optional.of(attribute), 7, DeadLetters.AT), offset));
    }

    static Disposition replayed(Letter letter, int pass) {
        return Disposition.replayed(new Provenance(letter.id(), "eve", Instant.parse("2026-03-02T10:00:00Z"), pass));
    }
}
