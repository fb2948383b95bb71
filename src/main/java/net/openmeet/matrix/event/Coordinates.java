package net.openmeet.matrix.event;

/**
 * Where a record stands in Kafka; for a replayed record, where it first stood.
 *
 * @param topic the topic's name
 * @param partition from 0
 * @param offset from 0
 */
public record Coordinates(String topic, int partition, long offset) {

    /** The documented id of a dead letter: {@code topic/partition/offset}. */
    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
