package net.openmeet.matrix.event;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record stands in Kafka; for a replayed record, where it first stood.
 *
 * @param topic the topic's name
 * @param partition from 0
 * @param offset from 0
 */
public record Coordinates(String topic, int partition, long offset) {
    /** What Kafka allows as a topic's name, and numbers that surely fit. */
    private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9._-]{1,249})/([0-9]{1,9})/([0-9]{1,18})");

    /** Reads what {@link #toString} writes; empty if it is something else. */
    public static Optional<Coordinates> read(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Coordinates(
                        matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    /** The documented id of a dead letter: {@code topic/partition/offset}. */
    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
