package net.openmeet.matrix.cli;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import net.openmeet.matrix.cli.Starter.Running;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a service run until it stops by itself or the process is told to end, by SIGTERM or Ctrl-C. Then it is closed in order, and the
 * process ends with {@link ExitCodes#OK} rather than Java's 143 or 130, so that a supervisor can tell an ordered stop from a failure.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Consumer<Thread> addHook;
    private final Consumer<Thread> removeHook;
    private final IntConsumer halt;

    Shutdown(Consumer<Thread> addHook, Consumer<Thread> removeHook, IntConsumer halt) {
        this.addHook = addHook;
        this.removeHook = removeHook;
        this.halt = halt;
    }

    /** Of this JVM. */
    static Shutdown ofThisProcess() {
        Runtime runtime = Runtime.getRuntime();
        return new Shutdown(runtime::addShutdownHook, runtime::removeShutdownHook, runtime::halt);
    }

    /** Waits for the service's end; the exit code if it stopped by itself. */
    int await(Running service) throws InterruptedException {
        Thread hook = new Thread(() -> stop(service), "shutdown");
        addHook.accept(hook);
        boolean orderly = service.awaitTermination();
        try {
            removeHook.accept(hook);
        } catch (IllegalStateException e) {
            // The hook runs: it closes the service and ends the process, which waits for it.
            return ExitCodes.OK;
        }
        service.close();
        return orderly ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private void stop(Running service) {
        LOG.info("Stopping");
        try {
            service.close();
            LOG.info("Stopped");
            halt.accept(ExitCodes.OK);
        } catch (RuntimeException e) {
            LOG.error("Stopping failed", e);
            halt.accept(ExitCodes.FAILED);
        }
    }
}
