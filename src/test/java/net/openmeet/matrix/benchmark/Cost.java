package net.openmeet.matrix.benchmark;

import java.time.Duration;

/** CPU that a process used since this was made, in microseconds. */
final class Cost {
    private final ProcessHandle process;
    private final Duration before;
    private final long start = System.nanoTime();

    Cost(ProcessHandle process) {
        this.process = process;
        before = cpu(process);
    }

    double micros() {
        return cpu(process).minus(before).toNanos() / 1e3;
    }

    /** How many cores it kept busy. */
    double cores() {
        return micros() * 1e3 / (System.nanoTime() - start);
    }

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }
}
