package net.openmeet.matrix.observability;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.openmeet.matrix.log.Unspoken;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again on a thread of its own, one round after the other. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    /** Interrupted, a round ends at its next wait. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final String name;
    private final ScheduledExecutorService thread;
    private final Runnable end;

    private Rounds(String name, ScheduledExecutorService thread, Runnable end) {
        this.name = name;
        this.thread = thread;
        this.end = end;
    }

    /**
     * Begins.
     *
     * @param round may throw: that is logged, and it is done again all the same; interrupted, it may simply throw what Kafka does
     * @param end done by whoever closes this, once no round is under way
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a round never throws
    static Rounds every(String name, Duration first, Duration every, Runnable round, Runnable end) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("openmeet-matrix-" + name).factory());
        thread.scheduleAtFixedRate(
                () -> guarded(name, round), first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return new Rounds(name, thread, end);
    }

    private static void guarded(String name, Runnable round) {
        try {
            round.run();
        } catch (InterruptException e) {
            LOG.debug("A round of {} was interrupted: it is being closed", name);
        } catch (RuntimeException e) {
            LOG.error("A round of {} failed", name, Unspoken.of(e));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                end.run();
            } else {
                LOG.warn("{} doesn't end", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
