package net.openmeet.matrix.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import net.openmeet.matrix.trace.TraceParent;

/**
 * What logs say of a record that can't be used, as far as it can be read.
 *
 * @param lane the record's key, if it is a subject as the contract has them: anything else may be somebody's name
 * @param id the CloudEvent's
 * @param traceparent its trace context
 */
public record EventLabel(Optional<LaneKey> lane, Optional<String> id, Optional<String> traceparent) {

    /** Reads it; never throws for what the record holds. */
    public static EventLabel of(IncomingRecord record) {
        Optional<ObjectNode> structured = record.value().flatMap(EventLabel::object);
        Optional<String> id = Attributes.lenient(record, "ce_id")
                .or(() -> structured.map(event -> event.path("id").asText("")))
                .filter(text -> !text.isEmpty() && Text.isClean(text))
                .map(text -> Text.cut(text, Limits.EVENT_ID));
        Optional<TraceParent> context = Attributes.lenient(record, TraceParent.NAME)
                .flatMap(TraceParent::parse)
                .or(() -> Attributes.lenient(record, "ce_" + TraceParent.NAME).flatMap(TraceParent::parse))
                .or(() -> structured.flatMap(
                        event -> TraceParent.parse(event.path(TraceParent.NAME).asText(""))));
        Optional<LaneKey> lane = record.key().flatMap(Text::utf8).flatMap(Decoder::subject);
        return new EventLabel(lane, id, context.map(TraceParent::toString));
    }

    private static Optional<ObjectNode> object(byte[] value) {
        if (value.length > Limits.VALUE) {
            return Optional.empty();
        }
        try {
            return Optional.of(StrictJson.object(value, "value"));
        } catch (Refusal notJson) {
            return Optional.empty();
        }
    }
}
