package net.openmeet.matrix.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.About;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.ReplayDecision;
import net.openmeet.matrix.event.Decoded;
import net.openmeet.matrix.event.Decoder;
import net.openmeet.matrix.event.IncomingRecord;
import net.openmeet.matrix.event.RecordHeader;
import net.openmeet.matrix.event.Rejection;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Judges a corrected value as the service will, so that what is still wrong with it is said here and not by another dead letter. */
final class Correction {
    private Correction() {}

    /** What is wrong with replaying {@code letter} with {@code value}, if anything is. */
    static Optional<String> wrong(Kafka kafka, Letter letter, byte[] value) {
        if (!(letter.about() instanceof About.Event) || letter.reason().equals(ReplayDecision.OWN_RECORD)) {
            return Optional.of("only an event's letter can be corrected, others are looked at anew");
        }
        try (LetterRecords records = LetterRecords.open(kafka)) {
            Optional<ConsumerRecord<byte[], byte @Nullable []>> record = records.get(letter.id());
            return record.isEmpty() ? Optional.of(LeftOut.GONE) : rejection(letter, record.get(), value);
        }
    }

    private static Optional<String> rejection(
            Letter letter, ConsumerRecord<byte[], byte @Nullable []> record, byte[] value) {
        List<RecordHeader> headers = new ArrayList<>();
        record.headers()
                .forEach(header -> headers.add(new RecordHeader(header.key(), Optional.ofNullable(header.value()))));
        Decoded decoded = new Decoder()
                .decode(new IncomingRecord(
                        Optional.ofNullable(record.key()),
                        Optional.of(value),
                        headers,
                        letter.id(),
                        OptionalInt.empty()));
        if (!(decoded instanceof Decoded.Rejected rejected)) {
            return Optional.empty();
        }
        Rejection why = rejected.rejection();
        return Optional.of(
                "it would be rejected again: " + why.reason().word() + ", " + why.field() + ": " + why.message());
    }
}
