package net.openmeet.matrix.cli;

import java.util.List;
import net.openmeet.matrix.config.Config;

/** Starts the service. */
@FunctionalInterface
public interface Starter {

    /**
     * Starts it and returns before it does its work.
     *
     * @throws RefusedException if its configuration can't work on a homeserver it is for
     * @throws RuntimeException if it can't start
     */
    Running start(Config config);

    /** The configuration is well formed, and can't work on a homeserver it is for. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final List<String> reasons;

        /** @param reasons for whoever configured it, at least one; without secrets */
        public RefusedException(List<String> reasons) {
            super(String.join("; ", reasons));
            this.reasons = List.copyOf(reasons);
        }

        /** One for each tenant. */
        List<String> reasons() {
            return reasons;
        }
    }

    /** A started service. */
    interface Running extends AutoCloseable {

        /** Waits until it has stopped, by itself or by {@link #close}; false if it failed. */
        boolean awaitTermination() throws InterruptedException;

        /** Stops it in order and returns when it has stopped. Does nothing the second time. */
        @Override
        void close();
    }
}
