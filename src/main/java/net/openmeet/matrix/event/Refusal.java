package net.openmeet.matrix.event;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Carries a {@link Rejection} up to the {@link Decoder}, or to where a field that no rule uses is ignored. Has no stack trace:
 * it is an answer.
 */
final class Refusal extends RuntimeException {

    private final transient Rejection rejection;
    private final transient Optional<EventType> type;

    private Refusal(Rejection rejection, Optional<EventType> type) {
        super(rejection.message(), null, false, false);
        this.rejection = rejection;
        this.type = type;
    }

    static Refusal of(Rejection.Reason reason, String field, String message) {
        return new Refusal(new Rejection(reason, field, message), Optional.empty());
    }

    /** What {@code reading} comes to; a refusal in it says of which type the event is. */
    static <T> T within(EventType type, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Refusal refusal) {
            throw new Refusal(refusal.rejection, Optional.of(type));
        }
    }

    /** Of which type the event is, where that was known. */
    Optional<EventType> type() {
        return type;
    }

    Rejection rejection() {
        return rejection;
    }
}
