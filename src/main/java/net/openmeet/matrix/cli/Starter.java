package net.openmeet.matrix.cli;

import net.openmeet.matrix.config.Config;

/** Starts the service. */
@FunctionalInterface
public interface Starter {

    /**
     * Starts it and returns before it does its work.
     *
     * @throws RuntimeException if it can't start
     */
    Running start(Config config);

    /** A started service. */
    interface Running extends AutoCloseable {

        /** Waits until it has stopped, by itself or by {@link #close}; false if it failed. */
        boolean awaitTermination() throws InterruptedException;

        /** Stops it in order and returns when it has stopped. Does nothing the second time. */
        @Override
        void close();
    }
}
