package net.openmeet.matrix.topology;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Finds the folder for this cluster's state. */
public final class ClusterState {
    private ClusterState() {}

    /**
     * One folder below {@code stateDir} for each cluster id and topic id, so that a recreated cluster, or a topic made anew, never
     * meets old state with offsets that mean something else.
     *
     * @throws KafkaException if the cluster doesn't answer within a minute, or the topic isn't there
     */
    public static Path directory(Path stateDir, Admin admin) {
        try {
            String cluster = admin.describeCluster().clusterId().get(1, TimeUnit.MINUTES);
            String topic = admin.describeTopics(List.of(Topics.DOMAIN_EVENTS))
                    .allTopicNames()
                    .get(1, TimeUnit.MINUTES)
                    .values()
                    .iterator()
                    .next()
                    .topicId()
                    .toString();
            return stateDir.resolve(cluster + "." + topic);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Expected the cluster to describe itself and " + Topics.DOMAIN_EVENTS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while asking the cluster", e);
        }
    }
}
