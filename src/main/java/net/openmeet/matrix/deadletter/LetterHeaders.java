package net.openmeet.matrix.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Decoded;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.trace.TraceParent;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of dead letters, all text in UTF-8: those of Kafka Streams' own dead-letter queue ({@code __streams.errors.*}, KIP-1034), so
 * that its tools work, and ours. A domain event's original headers stay before them as they were; ours are replaced, not added to, when a
 * letter fails again, and each is short, so that they never grow.
 */
public final class LetterHeaders {
    public static final String EXCEPTION = "__streams.errors.exception";
    public static final String MESSAGE = "__streams.errors.message";
    public static final String STACKTRACE = "__streams.errors.stacktrace";
    public static final String TOPIC = "__streams.errors.topic";
    public static final String PARTITION = "__streams.errors.partition";
    public static final String OFFSET = "__streams.errors.offset";

    /** A stable code, such as {@code unknown-value}. */
    public static final String REASON = "openmeet.dead-letter.reason";
    /** The field that is wrong, such as {@code data.event.visibility}. */
    public static final String FIELD = "openmeet.dead-letter.field";
    /** When the letter was written, RFC 3339. */
    public static final String AT = "openmeet.dead-letter.at";
    /** The timestamp of the record that failed, in milliseconds since 1970; the letter's own is the time of writing. */
    public static final String TIMESTAMP = "openmeet.dead-letter.timestamp";

    /** Of an operation: the homeserver's code, if it gave one. */
    public static final String ERRCODE = "openmeet.dead-letter.errcode";
    /** Of an operation: the lane, such as {@code tenant/event/42}. */
    public static final String LANE = "openmeet.dead-letter.lane";
    /** Of an operation: the slot, such as {@code member:9}. */
    public static final String SLOT = "openmeet.dead-letter.slot";
    /** Of an operation on a room or account: the attribute, such as {@code alias}. */
    public static final String ATTRIBUTE = "openmeet.dead-letter.attribute";

    /** Of an operation: the trace context of the fact that asked for it, as W3C Trace Context writes it. An event keeps its own. */
    public static final String TRACEPARENT = TraceParent.NAME;

    /** What all headers of ours begin with that say why a record became a letter. */
    private static final List<String> OURS = List.of("__streams.errors.", "openmeet.dead-letter.");

    /** Ours are short; what a sender chose, such as a subject or an error code, need not be. */
    private static final int MOST = 1_000;

    private final Headers headers;

    private LetterHeaders(Headers original) {
        headers = new RecordHeaders();
        original.forEach(header -> {
            if (OURS.stream().noneMatch(header.key()::startsWith)) {
                headers.add(header);
            }
        });
    }

    /** The record's {@code original} headers, and why it can't be used. */
    public static Headers of(Headers original, Coordinates at, long timestamp, Rejection rejection, Instant now) {
        return new LetterHeaders(original)
                .failed(Decoded.Rejected.class, rejection.field() + ": " + rejection.message(), at, timestamp)
                .with(REASON, rejection.reason().word())
                .with(FIELD, rejection.field())
                .with(AT, now.toString())
                .headers;
    }

    /** The record's {@code original} headers, and that it isn't what its topic holds. */
    public static Headers of(
            Headers original, Coordinates at, long timestamp, Exception exception, String reason, Instant now) {
        LetterHeaders letter = new LetterHeaders(original)
                .failed(exception.getClass(), "Not what " + at.topic() + " holds", at, timestamp)
                .with(REASON, reason)
                .with(AT, now.toString());
        // Longer than others, and never longer than this.
        letter.headers.add(STACKTRACE, bytes(Frames.of(exception)));
        return letter.headers;
    }

    /**
     * What tools need of an operation's letter to choose among them without reading its value.
     *
     * @param replay of which the letter is what became, so that its successor counts on
     */
    public static Headers of(OperationLetter letter, Optional<Provenance> replay, Instant now) {
        LetterHeaders headers = new LetterHeaders(new RecordHeaders())
                .with(REASON, letter.problem().reason())
                .with(LANE, letter.lane())
                .with(SLOT, letter.slot())
                .with(AT, now.toString());
        letter.attribute().ifPresent(attribute -> headers.with(ATTRIBUTE, attribute));
        letter.problem().errcode().ifPresent(errcode -> headers.with(ERRCODE, errcode));
        letter.origin().flatMap(Origin::traceparent).ifPresent(context -> headers.with(TRACEPARENT, context));
        replay.ifPresent(its -> its.writeTo(headers.headers));
        return headers.headers;
    }

    private LetterHeaders failed(Class<?> exception, String message, Coordinates at, long timestamp) {
        return with(EXCEPTION, exception.getName())
                .with(MESSAGE, message)
                .with(TOPIC, at.topic())
                .with(PARTITION, Integer.toString(at.partition()))
                .with(OFFSET, Long.toString(at.offset()))
                .with(TIMESTAMP, Long.toString(timestamp));
    }

    private LetterHeaders with(String name, String value) {
        headers.add(name, bytes(value.substring(0, Math.min(MOST, value.length()))));
        return this;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
