package net.openmeet.matrix.topology;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a commit at once when a record comes after a lull, because the next stage reads only what is committed. Under load
 * commits are left to {@code commit.interval.ms}: one ends a transaction over up to some 200 partitions.
 *
 * <p>The inner processor, and this one, run on the stream thread; the lull is shared by all tasks of a stage.
 */
final class PromptCommit<I, V, O, W> implements Processor<I, V, O, W> {
    private final Processor<I, V, O, W> inner;
    private final Lull lull;
    private final Predicate<@Nullable V> isUrgent;
    private ProcessorContext<O, W> context;

    /** When a stage last had a record. Safe for use by several threads. */
    static final class Lull {
        /** At most fifty early commits a second. */
        private static final long MILLIS = 20;

        private final AtomicLong last = new AtomicLong();

        boolean endsAt(long now) {
            return now - last.getAndSet(now) >= MILLIS;
        }
    }

    /** @param isUrgent whether somebody waits for what a record says: a backfill that trickles in would cost fifty commits a second */
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    PromptCommit(Processor<I, V, O, W> inner, Lull lull, Predicate<@Nullable V> isUrgent) {
        this.inner = inner;
        this.lull = lull;
        this.isUrgent = isUrgent;
    }

    @Override
    public void init(ProcessorContext<O, W> processorContext) {
        context = processorContext;
        inner.init(processorContext);
    }

    @Override
    public void process(Record<I, V> record) {
        inner.process(record);
        if (isUrgent.test(record.value()) && lull.endsAt(context.currentSystemTimeMs())) {
            context.commit();
        }
    }

    @Override
    public void close() {
        inner.close();
    }
}
