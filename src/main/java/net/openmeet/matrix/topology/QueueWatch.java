package net.openmeet.matrix.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how much is queued between the stages, for all instances together, while a {@link Valve} lets a backfill through. It asks the
 * cluster ten times a second then, and nothing else. While the cluster doesn't answer, the backfill rests; live changes don't.
 *
 * <p>Threading: a thread of its own asks; the answer comes on the admin client's.
 */
public final class QueueWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWatch.class);
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Half a second's work of one stream thread; what it did since its last commit counts as queued. */
    private static final int ROOM = 500;

    private final Admin admin;
    private final String group;
    private final Map<TopicPartition, OffsetSpec> queues = new HashMap<>();
    private final Valve.Measured valve = new Valve.Measured(ROOM);
    private final ScheduledExecutorService thread;
    private final ScheduledFuture<?> measuring;

    /** @param admin stays the caller's to close */
    public QueueWatch(Admin admin, String applicationId) {
        this.admin = admin;
        this.group = applicationId;
        for (String stage : List.of(Names.PEOPLE, Names.OPERATIONS)) {
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                queues.put(
                        new TopicPartition(applicationId + "-" + stage + "-repartition", partition),
                        OffsetSpec.latest());
            }
        }
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("openmeet-matrix-queue-watch").factory());
        measuring =
                thread.scheduleWithFixedDelay(this::measure, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it adjusts. */
    public Valve valve() {
        return valve;
    }

    private void measure() {
        if (valve.isIdle()) {
            return;
        }
        try {
            valve.queued(
                    ends().thenCombine(read(), QueueWatch::queued).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("How much is queued isn't known: a backfill rests meanwhile", e);
        }
    }

    /** Of what is committed: nobody reads anything else. */
    private CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends() {
        return admin.listOffsets(queues, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .toCompletionStage()
                .toCompletableFuture();
    }

    private CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> read() {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .toCompletableFuture();
    }

    private static long queued(
            Map<TopicPartition, ListOffsetsResultInfo> ends, Map<TopicPartition, OffsetAndMetadata> read) {
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata at = read.get(end.getKey());
                    return at == null ? 0 : Math.max(0, end.getValue().offset() - at.offset());
                })
                .sum();
    }

    @Override
    public void close() {
        measuring.cancel(true);
        thread.shutdownNow();
    }
}
