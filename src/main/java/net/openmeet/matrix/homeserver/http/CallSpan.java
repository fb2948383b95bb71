package net.openmeet.matrix.homeserver.http;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.OptionalInt;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.CallTrace;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcomes;
import net.openmeet.matrix.trace.Tracing;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * The span of one request, with the attributes of OpenTelemetry's conventions for HTTP. It never says who or what room: the path is shown
 * as its template, and the lane is OpenMeet's own id.
 */
final class CallSpan {
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> RESENT = AttributeKey.longKey("http.request.resend_count");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> TEMPLATE = AttributeKey.stringKey("url.template");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> TENANT = AttributeKey.stringKey("openmeet.tenant");
    private static final AttributeKey<String> LANE = AttributeKey.stringKey("openmeet.lane");
    private static final AttributeKey<String> ERRCODE = AttributeKey.stringKey("matrix.errcode");

    private final Span span;

    private CallSpan(Span span) {
        this.span = span;
    }

    /** Begins it; {@code trace} is told. */
    static CallSpan begin(Tracing tracing, CallRequest request, HttpUrl base, String tenant, CallTrace trace) {
        SpanBuilder builder = tracing.span(request.route(), SpanKind.CLIENT, trace.parent(), trace.links())
                .setAttribute(METHOD, request.method())
                .setAttribute(TEMPLATE, request.template())
                .setAttribute(ADDRESS, base.host())
                .setAttribute(PORT, (long) base.port())
                .setAttribute(TENANT, tenant);
        trace.lane().ifPresent(lane -> builder.setAttribute(LANE, lane));
        if (trace.attempt() > 1) {
            builder.setAttribute(RESENT, (long) trace.attempt() - 1);
        }
        Span span = builder.startSpan();
        Tracing.text(span).ifPresent(trace::sentAs);
        return new CallSpan(span);
    }

    /** Has the homeserver know of it. */
    void writeTo(Request.Builder request) {
        Tracing.inject(span, request::header);
    }

    /** Ends it. What we make of the answer decides whether it is an error: a look-up that finds nothing is none. */
    void end(MatrixCall call, Answer answer, OptionalInt status) {
        if (!span.isRecording()) {
            return;
        }
        status.ifPresent(code -> span.setAttribute(STATUS, (long) code));
        if (answer instanceof Answer.Refusal refusal) {
            refusal.errcode().ifPresent(errcode -> span.setAttribute(ERRCODE, errcode));
        }
        String error = switch (answer) {
            case Answer.Lost ignored -> "lost";
            case Answer.NotSent ignored -> "not-sent";
            case Answer.Refusal refusal -> Integer.toString(refusal.status());
            case Answer.Good ignored -> "";
        };
        if (!error.isEmpty() && isFailure(Outcomes.classify(call, answer))) {
            span.setAttribute(ERROR, error).setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private static boolean isFailure(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored -> false;
            case Outcome.AlreadySo ignored -> false;
            case Outcome.Contradicted ignored -> false;
            case Outcome.Retry ignored -> true;
            case Outcome.Uncertain ignored -> true;
            case Outcome.CredentialRejected ignored -> true;
            case Outcome.RoomUnknown ignored -> true;
            case Outcome.Rejected ignored -> true;
        };
    }
}
