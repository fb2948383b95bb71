package net.openmeet.matrix.deadletter;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.ReplayHeaders;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads letters off records. It never fails: who may write to the topics may write anything, and a listing must not stop at it. */
public final class LetterReading {
    /** A message is for a line or two; a homeserver's answer may be a page. */
    private static final int MESSAGE = 500;

    private LetterReading() {}

    /** A letter of the topic of domain events' letters. */
    public static Letter event(ConsumerRecord<byte[], byte @Nullable []> record) {
        Headers headers = record.headers();
        Optional<Coordinates> source =
                place(headers, LetterHeaders.TOPIC, LetterHeaders.PARTITION, LetterHeaders.OFFSET);
        Optional<Coordinates> origin =
                place(headers, ReplayHeaders.TOPIC, ReplayHeaders.PARTITION, ReplayHeaders.OFFSET);
        About about = new About.Event(
                source,
                origin.or(() -> source),
                Glance.of(record).type(),
                text(headers, LetterHeaders.FIELD),
                passes(headers));
        return letter(
                record,
                written(headers),
                text(headers, LetterHeaders.REASON).orElse(Letter.UNREADABLE),
                Optional.empty(),
                text(headers, LetterHeaders.MESSAGE),
                about);
    }

    /** A letter of the topic of operations' letters. */
    public static Letter operation(ConsumerRecord<byte[], byte @Nullable []> record) {
        Optional<OperationLetter> read = operationLetter(record.value());
        if (read.isEmpty()) {
            return letter(
                    record,
                    Optional.empty(),
                    Letter.UNREADABLE,
                    Optional.empty(),
                    Optional.of("Not what " + record.topic() + " holds"),
                    new About.Garbled());
        }
        OperationLetter letter = read.get();
        Problem problem = letter.problem();
        About about = new About.Operation(
                letter.lane(),
                letter.slot(),
                letter.attribute(),
                letter.call(),
                letter.origin().map(it -> new Coordinates(it.topic(), it.partition(), it.offset())),
                problem.since(),
                letter.attempts(),
                passes(record.headers()));
        return letter(
                record,
                written(record.headers()),
                problem.reason(),
                problem.errcode(),
                Optional.ofNullable(problem.detail()),
                about);
    }

    /** What the value holds; empty if that isn't an operation's letter. */
    public static Optional<OperationLetter> operationLetter(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            // JSON has a null of its own.
            return Optional.ofNullable(Json.read(value, OperationLetter.class)).filter(LetterReading::isWhole);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** What a record of the ledger holds; empty if that isn't a disposition, or one of a newer format. */
    public static Optional<Disposition> disposition(byte[] value) {
        try {
            return Optional.ofNullable(Json.read(value, Disposition.class)).filter(LetterReading::isWhole);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static boolean isWhole(Disposition disposition) {
        return Stream.of(disposition.kind(), disposition.by(), disposition.at()).allMatch(Objects::nonNull)
                && disposition
                        .fate()
                        .filter(fate -> !Stream.of(fate.word(), fate.at()).allMatch(Objects::nonNull))
                        .isEmpty();
    }

    /** Jackson leaves null what the JSON lacks. */
    private static boolean isWhole(OperationLetter letter) {
        return Stream.of(letter.lane(), letter.slot(), letter.problem()).allMatch(Objects::nonNull)
                && LaneKey.read(letter.lane()).isPresent()
                && Stream.of(letter.problem().reason(), letter.problem().since())
                        .allMatch(Objects::nonNull);
    }

    private static Letter letter(
            ConsumerRecord<byte[], byte @Nullable []> record,
            Optional<Instant> at,
            String reason,
            Optional<String> errcode,
            Optional<String> message,
            About about) {
        byte @Nullable [] value = record.value();
        return new Letter(
                new Coordinates(record.topic(), record.partition(), record.offset()),
                at.orElseGet(() -> Instant.ofEpochMilli(record.timestamp())),
                reason,
                errcode,
                message.map(LetterReading::cut),
                lane(record.key()),
                value == null ? 0 : value.length,
                about);
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MESSAGE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MESSAGE)) + " …";
    }

    private static Optional<LaneKey> lane(byte @Nullable [] key) {
        return Optional.ofNullable(key)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .flatMap(LaneKey::read);
    }

    private static Optional<Coordinates> place(Headers headers, String topic, String partition, String offset) {
        return text(headers, topic)
                .flatMap(name -> text(headers, partition)
                        .flatMap(number -> text(headers, offset)
                                .flatMap(place -> Coordinates.read(name + "/" + number + "/" + place))));
    }

    private static Optional<String> text(Headers headers, String name) {
        @Nullable Header header = headers.lastHeader(name);
        return Optional.ofNullable(header).map(Header::value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static Optional<Instant> written(Headers headers) {
        return text(headers, LetterHeaders.AT).flatMap(LetterReading::time);
    }

    /** A letter that came of a replay has its headers. */
    private static int passes(Headers headers) {
        return text(headers, Provenance.PASS).flatMap(LetterReading::number).orElse(0);
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(number -> number >= 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
