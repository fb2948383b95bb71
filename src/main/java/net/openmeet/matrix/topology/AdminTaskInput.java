package net.openmeet.matrix.topology;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import net.openmeet.matrix.execution.TaskInput;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks the cluster where the operations topic ends, and the consumer of the calling thread how far it is. */
public final class AdminTaskInput implements TaskInput {
    private final Admin admin;
    private final StreamClients clients;
    private final String topic;

    /** @param admin stays the caller's to close */
    public AdminTaskInput(Admin admin, StreamClients clients, String applicationId) {
        this.admin = admin;
        this.clients = clients;
        this.topic = applicationId + "-" + Names.OPERATIONS + "-repartition";
    }

    @Override
    public CompletableFuture<Long> end(int partition) {
        return end(new TopicPartition(topic, partition));
    }

    @Override
    public OptionalLong fetched(int partition) {
        return OptionalLong.of(clients.position(new TopicPartition(topic, partition)));
    }

    @Override
    public CompletableFuture<Long> commandsEnd(int partition) {
        return end(new TopicPartition(Topics.COMMANDS, partition));
    }

    /** Of what is committed: nobody has read anything else. */
    private CompletableFuture<Long> end(TopicPartition partition) {
        return admin.listOffsets(
                        Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .partitionResult(partition)
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(result -> result.offset());
    }
}
