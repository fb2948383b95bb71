package net.openmeet.matrix.log;

import java.util.Optional;
import java.util.regex.Pattern;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.trace.TraceParent;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The fields of log lines. In JSON each is a field of its own beside the message, and these names stay: searches and alerts are made of
 * them. None ever holds a token, a name, an e-mail address or what a homeserver says in words.
 */
public final class Fields {
    public static final String TENANT = "tenant";
    /** A room's or an account's: {@code tenant/event/42}. */
    public static final String LANE = "lane";
    /** {@code room}, {@code account} or {@code member:9}. */
    public static final String SLOT = "slot";
    /** Of a room or account, such as {@code alias}. */
    public static final String ATTRIBUTE = "attribute";
    /** What was sent, {@code create-room}: the {@code kind} of metrics. */
    public static final String CALL = "call";
    /** What came of it, {@code applied}: as in metrics. */
    public static final String OUTCOME = "outcome";
    /** Which attempt, from 1. */
    public static final String ATTEMPT = "attempt";
    /** Why, as in dead letters and metrics. */
    public static final String REASON = "reason";
    /** The Matrix error code. */
    public static final String ERRCODE = "errcode";
    /** The CloudEvent's id. */
    public static final String EVENT_ID = "event_id";

    public static final String TRACE_ID = "trace_id";
    public static final String SPAN_ID = "span_id";
    public static final String CREDENTIAL = "credential";
    /** What a credential is now: {@code valid}, {@code repairing}, {@code suspended} or {@code forgotten}. */
    public static final String STATE = "state";
    /** Host and port. */
    public static final String HOMESERVER = "homeserver";
    /** Where a record stood. */
    public static final String TOPIC = "topic";

    public static final String PARTITION = "partition";
    public static final String OFFSET = "offset";
    /** Of a record, what is wrong in it: {@code data.event.visibility}. */
    public static final String FIELD = "field";
    /** How many rooms and accounts. */
    public static final String LANES = "lanes";
    /** How often the homeserver was found wiped or restored. */
    public static final String EPOCH = "epoch";

    /** As error codes are; who answers in a homeserver's place may send anything. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.]{1,64}");

    private static final String OTHER = "other";
    private static final int QUOTED = 100;

    private final LoggingEventBuilder line;

    private Fields(LoggingEventBuilder line) {
        this.line = line;
    }

    /** What anybody may have written, for a message: short, and no line of its own. */
    public static String quoted(@Nullable String text) {
        String shown = String.valueOf(text);
        return shown.substring(0, Math.min(QUOTED, shown.length())).replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** Fields for a line that was begun. */
    public static Fields of(LoggingEventBuilder line) {
        return new Fields(line);
    }

    /** One field. */
    public Fields with(String name, Object value) {
        return new Fields(line.addKeyValue(name, value));
    }

    /** One field, if there is a value. */
    public Fields with(String name, Optional<?> value) {
        return value.isPresent() ? new Fields(line.addKeyValue(name, value.get())) : this;
    }

    /** Which lane, and so which tenant. */
    public Fields lane(LaneKey lane) {
        return with(TENANT, lane.tenant()).with(LANE, lane.toString());
    }

    /** A Matrix error code; anything that doesn't look like one is {@code other}. */
    public Fields errcode(Optional<String> errcode) {
        return with(ERRCODE, errcode.map(code -> CODE.matcher(code).matches() ? code : OTHER));
    }

    /** Which trace, and which span of it. */
    public Fields trace(Optional<String> traceparent) {
        Optional<TraceParent> context = traceparent.flatMap(TraceParent::parse);
        return with(TRACE_ID, context.map(TraceParent::traceId)).with(SPAN_ID, context.map(TraceParent::spanId));
    }

    /** Writes the line. */
    public void log(String message, Object... arguments) {
        line.log(message, arguments);
    }
}
