package net.openmeet.matrix.topology;

import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * Whether this instance is the one of its group that has a partition: what is to be done once in a cluster is done by whoever has one that
 * was agreed on. For some seconds after a move there may be two, or none. Safe for use by several threads.
 */
public final class Ownership {
    private final Supplier<Set<ThreadMetadata>> threads;
    private final String operations;

    /** @param threads those of this process, as Kafka Streams tells them */
    public Ownership(Supplier<Set<ThreadMetadata>> threads, String applicationId) {
        this.threads = threads;
        this.operations = applicationId + "-" + Names.OPERATIONS + "-repartition";
    }

    /** Whether the lanes of {@code partition} are driven here. */
    public boolean has(int partition) {
        TopicPartition wanted = new TopicPartition(operations, partition);
        return threads.get().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .anyMatch(task -> task.topicPartitions().contains(wanted));
    }
}
