package net.openmeet.matrix.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a fact comes from, and so how new it is. A replayed record keeps the origin it first had.
 *
 * @param topic the topic it was first read from
 * @param partition its partition there
 * @param offset its offset there
 * @param time the CloudEvent's {@code time}
 * @param sequence the CloudEvents {@code sequence} extension, compared as a number
 * @param snapshot the {@code snapshot} extension: the backfill this fact is part of
 * @param eventId the CloudEvent's {@code id}, for people who read logs
 * @param traceparent the W3C trace context it carried
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Origin(
        String topic,
        int partition,
        long offset,
        Instant time,
        Optional<BigInteger> sequence,
        Optional<String> snapshot,
        Optional<String> eventId,
        Optional<String> traceparent) {

    /** The same, in another span. */
    public Origin tracedTo(Optional<String> context) {
        return new Origin(topic, partition, offset, time, sequence, snapshot, eventId, context);
    }

    /**
     * Whether a fact of this origin is older than, or the same as, what a slot already {@code held}. Two sequences decide
     * where they differ; else the offset, within one partition; else the time, but only of a backfill, because the clocks of
     * two live facts are never compared.
     */
    public boolean isStaleAgainst(Origin held) {
        if (sequence.isPresent() && held.sequence.isPresent()) {
            int order = sequence.get().compareTo(held.sequence.get());
            if (order != 0) {
                return order < 0;
            }
        }
        return isNotAfter(held);
    }

    /**
     * The same without sequences: for facts of different slots, whose row versions don't compare (a membership against the
     * deletion of its room).
     */
    public boolean isNotAfter(Origin held) {
        if (topic.equals(held.topic) && partition == held.partition && offset <= held.offset) {
            return true;
        }
        return snapshot.isPresent() && time.isBefore(held.time);
    }
}
