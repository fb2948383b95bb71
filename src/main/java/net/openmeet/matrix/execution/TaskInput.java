package net.openmeet.matrix.execution;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Finds out where the executor's input ends, and how far it was fetched. Safe for use by several threads. */
public interface TaskInput {

    /** Asked once for each assigned task: the offset after the last record of the operations topic's {@code partition}, 0 if it has none; never blocks. */
    CompletableFuture<Long> end(int partition);

    /**
     * Up to where the calling stream thread has fetched the operations topic's {@code partition} for its task: 0 if nothing is known
     * yet, empty if it never will be; never blocks.
     */
    default OptionalLong fetched(int partition) {
        return OptionalLong.empty();
    }

    /** The same as {@link #end}, of the commands topic. */
    default CompletableFuture<Long> commandsEnd(int partition) {
        return CompletableFuture.completedFuture(0L);
    }
}
