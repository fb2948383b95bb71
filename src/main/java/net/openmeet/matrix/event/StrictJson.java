package net.openmeet.matrix.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;

/** Reads JSON of strangers: UTF-8 only, one document, no key twice, bounded in depth, numbers and names. */
final class StrictJson {

    /** A snapshot is five levels deep; the rest is for fields we don't know. */
    private static final int DEPTH = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxNumberLength(400)
                            .maxNameLength(1_000)
                            .maxStringLength(Limits.VALUE)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(JsonFormat.getCloudEventJacksonModule())
            .build();

    private StrictJson() {}

    /** The JSON object in {@code bytes}. Throws {@link Refusal} naming {@code field} if that isn't what they are. */
    static ObjectNode object(byte[] bytes, String field) {
        String text = Text.utf8(bytes)
                .orElseThrow(() -> Refusal.of(Rejection.Reason.BAD_JSON, field, "expected JSON in UTF-8"));
        JsonNode node = parse(text, field);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw node.isMissingNode()
                ? Refusal.of(Rejection.Reason.BAD_JSON, field, "expected a JSON object, but there is nothing")
                : Refusal.of(Rejection.Reason.WRONG_TYPE, field, "expected a JSON object");
    }

    /**
     * Reads a structured CloudEvent by the SDK.
     *
     * @throws JsonProcessingException if the SDK refuses it
     */
    static CloudEvent cloudEvent(ObjectNode node) throws JsonProcessingException {
        return MAPPER.treeToValue(node, CloudEvent.class);
    }

    private static JsonNode parse(String text, String field) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException bad) {
            String where = bad.getLocation() == null
                    ? ""
                    : " at line " + bad.getLocation().getLineNr() + ", column "
                            + bad.getLocation().getColumnNr();
            throw Refusal.of(
                    Rejection.Reason.BAD_JSON,
                    field,
                    "not valid JSON" + where + ": " + Text.printable(bad.getOriginalMessage(), 200));
        }
    }
}
