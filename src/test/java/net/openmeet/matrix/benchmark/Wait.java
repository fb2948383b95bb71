package net.openmeet.matrix.benchmark;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what other processes do. */
final class Wait {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Wait() {}

    /** Looks every {@code glance} until it is so. */
    static void until(String what, Duration glance, BooleanSupplier isSo) {
        long start = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("Waited five minutes until " + what);
            }
            LockSupport.parkNanos(glance.toNanos());
        }
    }

    static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
