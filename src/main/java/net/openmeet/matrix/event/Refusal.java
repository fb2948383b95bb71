package net.openmeet.matrix.event;

/**
 * Carries a {@link Rejection} up to the {@link Decoder}, or to where a field that no rule uses is ignored. Has no stack trace:
 * it is an answer.
 */
final class Refusal extends RuntimeException {

    private final transient Rejection rejection;

    private Refusal(Rejection rejection) {
        super(rejection.message(), null, false, false);
        this.rejection = rejection;
    }

    static Refusal of(Rejection.Reason reason, String field, String message) {
        return new Refusal(new Rejection(reason, field, message));
    }

    Rejection rejection() {
        return rejection;
    }
}
