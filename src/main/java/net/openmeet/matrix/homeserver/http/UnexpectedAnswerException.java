package net.openmeet.matrix.homeserver.http;

import java.io.IOException;

/** A 2xx answer that isn't what the call asked for: something else than the homeserver may have given it. */
final class UnexpectedAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param what what is wrong with it, without quoting it */
    UnexpectedAnswerException(String what) {
        super(what);
    }
}
