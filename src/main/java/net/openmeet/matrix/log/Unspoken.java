package net.openmeet.matrix.log;

import java.io.IOException;
import java.util.Optional;

/**
 * A failure without its words, for logs: what our code or a parser throws may quote what it was given, names and secrets among it. Where
 * and what it was stays. The words of Kafka's clients and of the network stay, too: they speak of brokers, and are what helps.
 */
public final class Unspoken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Unspoken(Throwable failure, Optional<Throwable> cause) {
        super(isHarmless(failure) ? failure.toString() : failure.getClass().getName(), cause.orElse(null), false, true);
        setStackTrace(failure.getStackTrace());
    }

    /** {@code failure} as logs may show it. */
    public static Throwable of(Throwable failure) {
        return new Unspoken(failure, Optional.ofNullable(failure.getCause()).map(Unspoken::of));
    }

    private static boolean isHarmless(Throwable failure) {
        String name = failure.getClass().getName();
        boolean ofClients = name.startsWith("org.apache.kafka.common.") && !name.contains("Serialization");
        boolean ofParsers = name.startsWith("com.fasterxml.");
        return ofClients || (failure instanceof IOException && !ofParsers);
    }
}
