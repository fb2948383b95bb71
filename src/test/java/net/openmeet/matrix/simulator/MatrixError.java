package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** An answer other than success, in Synapse's words: the error text is part of it, some decisions hang on nothing else. */
final class MatrixError extends RuntimeException {
    private final int status;
    private final String errcode;
    private final Optional<Boolean> softLogout;

    private MatrixError(int status, String errcode, String text, Optional<Boolean> softLogout) {
        super(text, null, false, false); // thousands a second in a benchmark: no stack trace
        this.status = status;
        this.errcode = errcode;
        this.softLogout = softLogout;
    }

    MatrixError(int status, String errcode, String text) {
        this(status, errcode, text, Optional.empty());
    }

    static MatrixError forbidden(String text) {
        return new MatrixError(403, "M_FORBIDDEN", text);
    }

    static MatrixError badState(String text) {
        return new MatrixError(403, "M_BAD_STATE", text);
    }

    static MatrixError unknown(int status, String text) {
        return new MatrixError(status, "M_UNKNOWN", text);
    }

    static MatrixError notFound(String text) {
        return new MatrixError(404, "M_NOT_FOUND", text);
    }

    static MatrixError invalidParam(String text) {
        return new MatrixError(400, "M_INVALID_PARAM", text);
    }

    static MatrixError badJson(String text) {
        return new MatrixError(400, "M_BAD_JSON", text);
    }

    static MatrixError missingParam(String text) {
        return new MatrixError(400, "M_MISSING_PARAM", text);
    }

    static MatrixError exclusive(String text) {
        return new MatrixError(400, "M_EXCLUSIVE", text);
    }

    static MatrixError tooLarge(String text) {
        return new MatrixError(413, "M_TOO_LARGE", text);
    }

    static MatrixError missingToken(String text) {
        return new MatrixError(401, "M_MISSING_TOKEN", text);
    }

    static MatrixError unknownToken(String text) {
        return new MatrixError(401, "M_UNKNOWN_TOKEN", text, Optional.of(false));
    }

    static MatrixError expiredToken() {
        return new MatrixError(401, "M_UNKNOWN_TOKEN", "Access token has expired", Optional.of(true));
    }

    static MatrixError userLocked() {
        return new MatrixError(401, "M_USER_LOCKED", "User account has been locked", Optional.of(true));
    }

    /** What Synapse says when its own code throws, for instance on a lone surrogate. */
    static MatrixError internal() {
        return unknown(500, "Internal server error");
    }

    ObjectNode body() {
        ObjectNode body = Json.object().put("errcode", errcode).put("error", getMessage());
        softLogout.ifPresent(soft -> body.put("soft_logout", soft));
        return body;
    }

    Answer answer() {
        return new Answer(status, body());
    }
}
