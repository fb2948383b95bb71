package net.openmeet.matrix.api;

import java.util.Optional;

/** A question that isn't answered, and why: for whoever asked. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final transient Optional<Integer> retryAfter;

    private RefusedException(int status, String error, String detail, Optional<Integer> retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.error = error;
        this.retryAfter = retryAfter;
    }

    /** @param error a short word in kebab case */
    static RefusedException of(int status, String error, String detail) {
        return new RefusedException(status, error, detail, Optional.empty());
    }

    /** It will be answered in a moment. */
    static RefusedException notYet(String detail) {
        return new RefusedException(503, "not-ready", detail, Optional.of(5));
    }

    Answer answer() {
        return Answer.refusal(status, error, String.valueOf(getMessage()), retryAfter);
    }
}
