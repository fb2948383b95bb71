package net.openmeet.matrix.event;

import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.openmeet.matrix.trace.TraceParent;

/** Reads a fact's {@link Origin} off its envelope. */
final class Origins {

    /** RFC 3339, which is narrower than what Java and the SDK take: seconds and offset are a must. */
    private static final Pattern RFC_3339 = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})", Pattern.CASE_INSENSITIVE);

    /** Forty digits hold any 128-bit number. */
    private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,40}");

    private Origins() {}

    static Origin read(Envelope.Known envelope, IncomingRecord record, Coordinates first, List<Notice> notices) {
        Attributes attributes = envelope.attributes();
        return new Origin(
                first.topic(),
                first.partition(),
                first.offset(),
                time(attributes.required("time"), "time"),
                present(attributes, "sequence").map(Origins::sequence),
                present(attributes, "snapshot").map(Origins::snapshot),
                Optional.of(eventId(envelope.event().getId(), notices)),
                traceparent(record, attributes, notices));
    }

    /** A point in time as RFC 3339 writes it; throws {@link Refusal} naming {@code field} otherwise. */
    static Instant time(String text, String field) {
        if (RFC_3339.matcher(text).matches()) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException noSuchTime) {
                throw badTime(field);
            }
        }
        throw badTime(field);
    }

    private static Refusal badTime(String field) {
        return Refusal.of(
                Rejection.Reason.ILLEGAL_VALUE,
                field,
                "expected a time with offset as in 2026-11-22T10:00:00Z (RFC 3339)");
    }

    /** An extension's value, empty text included, which is illegal rather than absent. */
    private static Optional<String> present(Attributes attributes, String name) {
        return Optional.ofNullable(attributes.values().get(name));
    }

    private static BigInteger sequence(String text) {
        if (!SEQUENCE.matcher(text).matches()) {
            throw Refusal.of(
                    Rejection.Reason.ILLEGAL_VALUE, "sequence", "expected a decimal number of at most 40 digits");
        }
        return new BigInteger(text);
    }

    private static String snapshot(String text) {
        if (text.isEmpty()
                || !Text.isClean(text)
                || !Text.cut(text, Limits.SNAPSHOT).equals(text)) {
            throw Refusal.of(
                    Rejection.Reason.ILLEGAL_VALUE,
                    "snapshot",
                    "expected 1 to " + Limits.SNAPSHOT + " characters without control characters");
        }
        return text;
    }

    private static String eventId(String id, List<Notice> notices) {
        if (!Text.isClean(id)) {
            throw Refusal.of(
                    Rejection.Reason.ILLEGAL_VALUE, "id", "control characters or half characters aren't allowed");
        }
        String cut = Text.cut(id, Limits.EVENT_ID);
        if (cut.length() < id.length()) {
            notices.add(new Notice(Notice.What.TEXT_CUT, "id"));
        }
        return cut;
    }

    /**
     * The record's own header wins: it was written by the client that sent it, the attribute by who made the event. One that is illegal
     * hides nothing.
     */
    private static Optional<String> traceparent(IncomingRecord record, Attributes attributes, List<Notice> notices) {
        Optional<String> header = Attributes.lenient(record, TraceParent.NAME);
        Optional<String> attribute = present(attributes, TraceParent.NAME);
        Optional<String> legal = header.flatMap(TraceParent::parse).map(TraceParent::toString);
        if (legal.isPresent()) {
            return legal;
        }
        Optional<String> other = attribute.flatMap(TraceParent::parse).map(TraceParent::toString);
        if (header.isPresent() || (attribute.isPresent() && other.isEmpty())) {
            notices.add(new Notice(Notice.What.VALUE_IGNORED, TraceParent.NAME));
        }
        return other;
    }
}
