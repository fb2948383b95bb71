package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;

/** What goes wrong with one request. */
public sealed interface Fault {
    /** An answer is given, nothing is done. */
    record Refusal(int status, ObjectNode body, Map<String, String> headers) implements Fault {}

    /** No answer before {@link ScriptedFault#release()}; the effect comes first, or when released. */
    record Hang(boolean effectFirst) implements Fault {}

    /** The connection is reset (TCP RST) instead of an answer; the request took effect, or didn't. */
    record Reset(boolean effectFirst) implements Fault {}

    /** The connection is reset now, the effect happens at {@link ScriptedFault#release()}. */
    record LateEffect() implements Fault {}

    /** The effect happens; the answer breaks off in the middle of its body. */
    record TruncatedAnswer() implements Fault {}

    /** The request is worked on after this time. */
    record Delay(Duration time) implements Fault {}

    /** createRoom is killed after this stage and the connection reset. Other requests are not touched by it. */
    record HalfCreatedRoom(CreationStage stage) implements Fault {}

    /** An answer with Matrix' usual error body. */
    static Fault refuse(int status, String errcode, String error) {
        return new Refusal(status, Json.object().put("errcode", errcode).put("error", error), Map.of());
    }

    /** What a dead token gets. */
    static Fault unknownToken() {
        return new Refusal(
                401, MatrixError.unknownToken("Invalid access token passed.").body(), Map.of());
    }

    /** 403 M_FORBIDDEN with this text. */
    static Fault forbidden(String error) {
        return refuse(403, "M_FORBIDDEN", error);
    }

    /** 429 with both of Matrix' ways to say when to come back; the header is in whole seconds, rounded up. */
    static Fault rateLimited(Duration retryAfter) {
        ObjectNode body = Json.object()
                .put("errcode", "M_LIMIT_EXCEEDED")
                .put("error", "Too Many Requests")
                .put("retry_after_ms", retryAfter.toMillis());
        long seconds = retryAfter.plusMillis(999).toSeconds();
        return new Refusal(429, body, Map.of("Retry-After", Long.toString(seconds)));
    }

    /** createRoom with more invites than the sender's rate limit allows at once; nothing is made. */
    static Fault tooManyInvites() {
        return refuse(400, "M_UNKNOWN", "Cannot invite so many users at once");
    }

    /** A failing server or proxy. */
    static Fault status(int status) {
        return refuse(status, "M_UNKNOWN", "Internal server error");
    }
}
