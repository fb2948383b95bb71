package net.openmeet.matrix.topology;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.openmeet.matrix.execution.TaskInput;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Asks the cluster where the operations topic ends. */
public final class AdminTaskInput implements TaskInput {
    private final Admin admin;
    private final String topic;

    /** @param admin stays the caller's to close */
    public AdminTaskInput(Admin admin, String applicationId) {
        this.admin = admin;
        this.topic = applicationId + "-" + Names.OPERATIONS + "-repartition";
    }

    @Override
    public CompletableFuture<Long> end(int partition) {
        TopicPartition operations = new TopicPartition(topic, partition);
        return admin.listOffsets(Map.of(operations, OffsetSpec.latest()))
                .partitionResult(operations)
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(result -> result.offset());
    }
}
