package net.openmeet.matrix.event;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/** The headers by which a record on {@code openmeet.domain-events.replay} says where it first stood; values are text. */
public final class ReplayHeaders {

    /** The topic it was first read from. */
    public static final String TOPIC = "openmeet.replay.origin.topic";

    /** Its partition there. */
    public static final String PARTITION = "openmeet.replay.origin.partition";

    /** Its offset there. */
    public static final String OFFSET = "openmeet.replay.origin.offset";

    /** What Kafka allows as a topic's name. */
    private static final Pattern TOPIC_NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");

    private ReplayHeaders() {}

    /** The headers to write for a record that first stood at {@code origin}. */
    public static List<RecordHeader> of(Coordinates origin) {
        return List.of(
                RecordHeader.of(TOPIC, origin.topic()),
                RecordHeader.of(PARTITION, Integer.toString(origin.partition())),
                RecordHeader.of(OFFSET, Long.toString(origin.offset())));
    }

    /** Where a replayed record first stood. Throws {@link Refusal} naming the header that is missing or garbled. */
    static Coordinates origin(IncomingRecord record) {
        String topic = required(record, TOPIC);
        if (!TOPIC_NAME.matcher(topic).matches()) {
            throw bad(TOPIC, "expected the name of a topic");
        }
        return new Coordinates(
                topic, (int) number(record, PARTITION, Integer.MAX_VALUE), number(record, OFFSET, Long.MAX_VALUE));
    }

    private static long number(IncomingRecord record, String name, long max) {
        String text = required(record, name);
        if (!DIGITS.matcher(text).matches() || new BigInteger(text).compareTo(BigInteger.valueOf(max)) > 0) {
            throw bad(name, "expected a number up to " + max);
        }
        return Long.parseLong(text);
    }

    private static String required(IncomingRecord record, String name) {
        try {
            return record.header(name, name).orElseThrow(() -> bad(name, "the header is missing"));
        } catch (Refusal refusal) {
            throw bad(name, refusal.rejection().message());
        }
    }

    private static Refusal bad(String name, String message) {
        return Refusal.of(Rejection.Reason.BAD_REPLAY_ORIGIN, "headers." + name, message);
    }
}
