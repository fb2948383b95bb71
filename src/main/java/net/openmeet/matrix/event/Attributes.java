package net.openmeet.matrix.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.rw.CloudEventRWException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.trace.TraceParent;

/**
 * The context attributes we read, from either mode, before the SDK sees them. Others are not looked at: the SDK refuses an
 * extension with an odd name, and what we don't know must not stop us.
 */
record Attributes(Map<String, String> values) {

    private static final List<String> REQUIRED = List.of("specversion", "type", "id", "source", "subject", "time");
    private static final List<String> OPTIONAL = List.of("datacontenttype", "sequence", "snapshot");

    static Attributes structured(ObjectNode event) {
        Map<String, String> values = new LinkedHashMap<>();
        for (List<String> names : List.of(REQUIRED, OPTIONAL)) {
            for (String name : names) {
                JsonNode node = event.path(name);
                if (node.isTextual()) {
                    values.put(name, node.textValue());
                } else if (!node.isMissingNode() && !node.isNull()) {
                    throw Refusal.of(Rejection.Reason.WRONG_TYPE, name, "expected a string");
                }
            }
        }
        if (event.hasNonNull(TraceParent.NAME)) {
            // Not text is as illegal, and as harmless, as empty text.
            values.put(TraceParent.NAME, event.path(TraceParent.NAME).asText(""));
        }
        return new Attributes(values);
    }

    static Attributes binary(IncomingRecord record) {
        Map<String, String> values = new LinkedHashMap<>();
        for (List<String> names : List.of(REQUIRED, OPTIONAL)) {
            for (String name : names) {
                record.header("ce_" + name, name).ifPresent(value -> values.put(name, value));
            }
        }
        record.header("content-type", "headers.content-type").ifPresent(value -> values.put("datacontenttype", value));
        lenient(record, "ce_" + TraceParent.NAME).ifPresent(value -> values.put(TraceParent.NAME, value));
        return new Attributes(values);
    }

    /** A header that no rule uses: empty, too, if it isn't text. */
    static Optional<String> lenient(IncomingRecord record, String header) {
        try {
            return record.header(header, header);
        } catch (Refusal notText) {
            return Optional.of("");
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** The attribute's value; refuses to go on without it. */
    String required(String name) {
        return get(name)
                .orElseThrow(() -> Refusal.of(Rejection.Reason.MISSING_FIELD, name, "the attribute is missing"));
    }

    /** Refuses what isn't a CloudEvent 1.0. */
    void checkVersion() {
        String version = get("specversion")
                .orElseThrow(() -> Refusal.of(
                        Rejection.Reason.NOT_A_CLOUDEVENT,
                        "specversion",
                        "neither the headers nor the value hold a CloudEvent"));
        if (!version.equals("1.0")) {
            throw Refusal.of(Rejection.Reason.UNSUPPORTED_SPECVERSION, "specversion", "expected 1.0");
        }
    }

    /** Refuses a missing attribute, and data that isn't JSON. */
    void checkComplete() {
        REQUIRED.forEach(this::required);
        get("datacontenttype").filter(type -> !isJson(type)).ifPresent(type -> {
            throw Refusal.of(Rejection.Reason.UNSUPPORTED_CONTENT_TYPE, "datacontenttype", "expected application/json");
        });
    }

    /** What the SDK is to read in structured mode. Without a content type it takes data as JSON, which was checked. */
    ObjectNode structuredWith(ObjectNode event) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        forSdk().forEach(node::put);
        for (String name : List.of("data", "data_base64")) {
            JsonNode data = event.path(name);
            if (!data.isMissingNode() && !data.isNull()) {
                node.set(name, data);
            }
        }
        return node;
    }

    /** What the SDK is to read in binary mode. */
    CloudEvent binaryWith(byte[] data) {
        return BinaryMessage.cloudEvent(forSdk(), data);
    }

    /** The attribute that the SDK refuses, found by offering them one by one. */
    String culprit() {
        for (Map.Entry<String, String> attribute : values.entrySet()) {
            try {
                if (!attribute.getKey().equals("specversion")) {
                    CloudEventBuilder.v1().withContextAttribute(attribute.getKey(), attribute.getValue());
                }
            } catch (CloudEventRWException refused) {
                return attribute.getKey();
            }
        }
        return "data_base64";
    }

    private Map<String, String> forSdk() {
        Map<String, String> shown = new LinkedHashMap<>(values);
        shown.remove("datacontenttype");
        return shown;
    }

    private static boolean isJson(String contentType) {
        String media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json") || media.equals("text/json") || media.endsWith("+json");
    }
}
