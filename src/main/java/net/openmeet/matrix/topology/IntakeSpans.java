package net.openmeet.matrix.topology;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.List;
import java.util.function.Consumer;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.trace.Tracing;

/**
 * The span of each event that is taken, between the one that published it and those of the calls that are made for it. Without an SDK it
 * is the publisher's, so that calls follow that. Safe for any thread.
 */
final class IntakeSpans {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
    private static final AttributeKey<String> LANE = AttributeKey.stringKey("openmeet.lane");

    private final Tracing tracing;

    IntakeSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Takes an event within its span; the origin that goes on leads to it. */
    void during(Coordinates at, LaneKey subject, Origin origin, Consumer<Origin> taking) {
        Span span = tracing.span("process " + at.topic(), SpanKind.CONSUMER, origin.traceparent(), List.of())
                .setAttribute(SYSTEM, "kafka")
                .setAttribute(OPERATION, "process")
                .setAttribute(TOPIC, at.topic())
                .setAttribute(PARTITION, Integer.toString(at.partition()))
                .setAttribute(OFFSET, at.offset())
                .setAttribute(LANE, subject.toString())
                .startSpan();
        try {
            taking.accept(origin.tracedTo(Tracing.text(span)));
        } finally {
            span.end();
        }
    }
}
