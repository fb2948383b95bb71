package net.openmeet.matrix.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.rw.CloudEventRWException;
import java.util.Locale;
import java.util.Optional;

/**
 * Opens a record's envelope in either mode. The content type decides; without one, the {@code ce_specversion} header; without
 * that, too, the value is taken as structured, because OpenMeet's outbox may not set headers at all.
 */
sealed interface Envelope {

    /** An event of the contract. */
    record Known(EventType type, CloudEvent event, Attributes attributes, ObjectNode data) implements Envelope {}

    /** An event of a type that isn't in the contract; nothing else of it was checked. */
    record Unknown(String type) implements Envelope {}

    /** Opens the envelope around {@code value}; throws {@link Refusal} if it isn't sound. */
    static Envelope open(IncomingRecord record, byte[] value) {
        Optional<String> contentType =
                record.header("content-type", "headers.content-type").map(type -> type.toLowerCase(Locale.ROOT));
        if (contentType.isPresent() && contentType.get().startsWith("application/cloudevents")) {
            String media = contentType.get().split(";", 2)[0].strip();
            if (!media.equals("application/cloudevents+json") && !media.equals("application/cloudevents")) {
                throw Refusal.of(
                        Rejection.Reason.UNSUPPORTED_CONTENT_TYPE,
                        "headers.content-type",
                        "expected application/cloudevents+json");
            }
            return structured(value);
        }
        return Attributes.lenient(record, "ce_specversion").isPresent() ? binary(record, value) : structured(value);
    }

    private static Envelope structured(byte[] value) {
        ObjectNode node = StrictJson.object(value, "value");
        Attributes attributes = Attributes.structured(node);
        attributes.checkVersion();
        Optional<EventType> type = EventType.ofWord(attributes.required("type"));
        if (type.isEmpty()) {
            return unknown(attributes);
        }
        return Refusal.within(type.get(), () -> structured(type.get(), node, attributes));
    }

    private static Envelope structured(EventType type, ObjectNode node, Attributes attributes) {
        attributes.checkComplete();
        if (node.hasNonNull("data") && node.hasNonNull("data_base64")) {
            throw Refusal.of(Rejection.Reason.ILLEGAL_VALUE, "data_base64", "expected either data or data_base64");
        }
        try {
            return known(type, StrictJson.cloudEvent(attributes.structuredWith(node)), attributes);
        } catch (JsonProcessingException refused) {
            throw refusedBySdk(attributes);
        }
    }

    private static Envelope binary(IncomingRecord record, byte[] value) {
        Attributes attributes = Attributes.binary(record);
        attributes.checkVersion();
        Optional<EventType> type = EventType.ofWord(attributes.required("type"));
        if (type.isEmpty()) {
            return unknown(attributes);
        }
        return Refusal.within(type.get(), () -> binary(type.get(), value, attributes));
    }

    private static Envelope binary(EventType type, byte[] value, Attributes attributes) {
        attributes.checkComplete();
        try {
            return known(type, attributes.binaryWith(value), attributes);
        } catch (CloudEventRWException refused) {
            throw refusedBySdk(attributes);
        }
    }

    private static Envelope unknown(Attributes attributes) {
        return new Unknown(Text.printable(attributes.required("type"), 100));
    }

    private static Envelope known(EventType type, CloudEvent event, Attributes attributes) {
        CloudEventData data = event.getData();
        if (data == null) {
            throw noData();
        }
        if (data instanceof JsonCloudEventData json) {
            if (json.getNode() instanceof ObjectNode object) {
                return new Known(type, event, attributes, object);
            }
            throw Refusal.of(Rejection.Reason.WRONG_TYPE, "data", "expected a JSON object");
        }
        byte[] bytes = data.toBytes();
        if (bytes.length == 0) {
            throw noData();
        }
        return new Known(type, event, attributes, StrictJson.object(bytes, "data"));
    }

    private static Refusal noData() {
        return Refusal.of(Rejection.Reason.MISSING_FIELD, "data", "the event has no data");
    }

    private static Refusal refusedBySdk(Attributes attributes) {
        return Refusal.of(
                Rejection.Reason.ILLEGAL_VALUE,
                attributes.culprit(),
                "not what CloudEvents 1.0 allows for this attribute");
    }
}
