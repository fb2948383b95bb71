package net.openmeet.matrix.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Makes spans, by OpenTelemetry's API. Without an SDK nobody is shown them, and each is what asked for it: so the context goes through all
 * the same. Nothing is ever left in a thread. Safe for several threads.
 */
public final class Tracing {
    private static final String SCOPE = "net.openmeet.matrix";

    private final Tracer tracer;

    private Tracing(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Spans go to {@code telemetry}. */
    public static Tracing of(OpenTelemetry telemetry) {
        return new Tracing(telemetry.getTracer(SCOPE));
    }

    /** Spans go nowhere; contexts go through. */
    public static Tracing none() {
        return of(OpenTelemetry.noop());
    }

    /**
     * A span to be started.
     *
     * @param parent as {@code traceparent}; without one it begins a trace
     * @param links likewise
     */
    public SpanBuilder span(String name, SpanKind kind, Optional<String> parent, List<String> links) {
        SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind);
        parent.flatMap(Tracing::remote)
                .ifPresentOrElse(
                        context -> builder.setParent(Context.root().with(Span.wrap(context))), builder::setNoParent);
        links.stream().flatMap(link -> remote(link).stream()).forEach(builder::addLink);
        return builder;
    }

    /** The context of a span, as text; empty without an SDK for one that nothing asked for. */
    public static Optional<String> text(Span span) {
        SpanContext context = span.getSpanContext();
        return context.isValid()
                ? Optional.of(new TraceParent(
                                context.getTraceId(),
                                context.getSpanId(),
                                context.getTraceFlags().asByte())
                        .toString())
                : Optional.empty();
    }

    /** Writes the headers that carry a span's context to another service, by name and value. */
    public static void inject(Span span, BiConsumer<String, String> header) {
        W3CTraceContextPropagator.getInstance()
                .inject(Context.root().with(span), header, (carrier, name, value) -> header.accept(name, value));
    }

    private static Optional<SpanContext> remote(String traceparent) {
        return TraceParent.parse(traceparent)
                .map(parsed -> SpanContext.createFromRemoteParent(
                        parsed.traceId(),
                        parsed.spanId(),
                        TraceFlags.fromByte(parsed.flags()),
                        TraceState.getDefault()));
    }
}
