package net.openmeet.matrix.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Lets a command finish what it has in hand when the process is told to end, by SIGTERM or Ctrl-C. The process then ends with the code the
 * command came to, rather than with Java's 143 or 130. Safe for use by several threads.
 */
final class Stop implements AutoCloseable {
    /** For one record; after it the broker is as good as gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicInteger code = new AtomicInteger(ExitCodes.FAILED);
    private final Consumer<Thread> removeHook;
    private final IntConsumer halt;
    private final Thread hook = new Thread(this::end, "stop");

    Stop(Consumer<Thread> addHook, Consumer<Thread> removeHook, IntConsumer halt) {
        this.removeHook = removeHook;
        this.halt = halt;
        addHook.accept(hook);
    }

    /** Of this JVM, from now until it is closed. */
    static Stop ofThisProcess() {
        Runtime runtime = Runtime.getRuntime();
        return new Stop(runtime::addShutdownHook, runtime::removeShutdownHook, runtime::halt);
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits; returns at once, with true, if it was asked to stop or is meanwhile. */
    boolean isAskedWithin(Duration most) {
        try {
            return asked.await(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** What the command came to; everything is written and printed. */
    int finished(int its) {
        code.set(its);
        return its;
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            removeHook.accept(hook);
        } catch (IllegalStateException e) {
            // The hook runs: it ends the process, which waits for it.
            asked.countDown();
        }
    }

    private void end() {
        asked.countDown();
        try {
            boolean orderly = finished.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            halt.accept(orderly ? code.get() : ExitCodes.FAILED);
        } catch (InterruptedException e) {
            halt.accept(ExitCodes.FAILED);
        }
    }
}
