package net.openmeet.matrix.deadletter;

import java.nio.charset.StandardCharsets;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Decoded;
import net.openmeet.matrix.event.Rejection;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of a dead-lettered domain event, all text in UTF-8: those of Kafka Streams' own dead-letter queue
 * ({@code __streams.errors.*}, KIP-1034), so that its tools work, and ours. The record's original headers stay before them; ours
 * are replaced, not added to, when a letter fails again.
 */
public final class LetterHeaders {
    public static final String EXCEPTION = "__streams.errors.exception";
    public static final String MESSAGE = "__streams.errors.message";
    public static final String TOPIC = "__streams.errors.topic";
    public static final String PARTITION = "__streams.errors.partition";
    public static final String OFFSET = "__streams.errors.offset";

    /** A stable code, such as {@code unknown-value}. */
    public static final String REASON = "openmeet.dead-letter.reason";
    /** The field that is wrong, such as {@code data.event.visibility}. */
    public static final String FIELD = "openmeet.dead-letter.field";
    /** When the letter was written, RFC 3339. */
    public static final String AT = "openmeet.dead-letter.at";

    private LetterHeaders() {}

    /** The record's {@code original} headers, and why it can't be used. */
    public static Headers of(Headers original, Coordinates at, Rejection rejection, String writtenAt) {
        Headers headers = new RecordHeaders(original.toArray());
        set(headers, EXCEPTION, Decoded.Rejected.class.getName());
        set(headers, MESSAGE, rejection.field() + ": " + rejection.message());
        set(headers, TOPIC, at.topic());
        set(headers, PARTITION, Integer.toString(at.partition()));
        set(headers, OFFSET, Long.toString(at.offset()));
        set(headers, REASON, rejection.reason().word());
        set(headers, FIELD, rejection.field());
        set(headers, AT, writtenAt);
        return headers;
    }

    /** The record's {@code original} headers, and that it isn't what its topic holds. */
    public static Headers of(Headers original, Coordinates at, Exception exception, String reason, String writtenAt) {
        Headers headers = new RecordHeaders(original.toArray());
        set(headers, EXCEPTION, exception.getClass().getName());
        set(headers, MESSAGE, "Not what " + at.topic() + " holds");
        set(headers, TOPIC, at.topic());
        set(headers, PARTITION, Integer.toString(at.partition()));
        set(headers, OFFSET, Long.toString(at.offset()));
        set(headers, REASON, reason);
        set(headers, AT, writtenAt);
        return headers;
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
