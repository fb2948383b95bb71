package net.openmeet.matrix.execution;

import java.util.concurrent.CompletableFuture;

/** Finds out where the executor's input ends. Asked once for each assigned task; safe for use by several threads. */
public interface TaskInput {

    /** The offset after the last record of the operations topic's {@code partition}, 0 if it has none; never blocks. */
    CompletableFuture<Long> end(int partition);

    /** The same of the commands topic. */
    default CompletableFuture<Long> commandsEnd(int partition) {
        return CompletableFuture.completedFuture(0L);
    }
}
