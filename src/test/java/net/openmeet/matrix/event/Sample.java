package net.openmeet.matrix.event;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** A sound record of one type, made from the first example of its schema, to be bent by a test. */
final class Sample {

    /** Escapes, so that half a surrogate pair survives. */
    static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    static final Coordinates AT = new Coordinates("openmeet.domain-events", 3, 1234);

    private final ObjectNode event;
    private final List<RecordHeader> headers = new ArrayList<>();
    private Optional<byte[]> key;

    private Sample(ObjectNode event) {
        this.event = event;
        this.key = Optional.of(bytes(event.path("subject").asText()));
    }

    static Sample of(EventType type) {
        JsonNode data = schema(type.word()).path("examples").path(0);
        String id = data.path(type.kind().word()).path("id").asText();
        ObjectNode event = MAPPER.createObjectNode()
                .put("specversion", "1.0")
                .put("id", "e-1")
                .put("source", "openmeet-api")
                .put("type", type.word())
                .put("subject", "ciTenantA/" + type.kind().word() + "/" + id)
                .put("time", "2026-11-22T10:00:00Z")
                .put("datacontenttype", "application/json");
        event.set("data", data.deepCopy());
        return new Sample(event);
    }

    /** The same record once more, to be bent by itself. */
    Sample copy() {
        return new Sample(event.deepCopy());
    }

    /** A record as it stands in the contract's examples. */
    static Sample ofLine(String json) {
        try {
            return new Sample((ObjectNode) MAPPER.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode schema(String name) {
        try (InputStream in = Sample.class.getResourceAsStream("/schema/" + name + ".json")) {
            return MAPPER.readTree(Objects.requireNonNull(in, () -> "no schema " + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets the value at a JSON pointer, e.g. {@code /data/event/visibility}. */
    Sample set(String pointer, Object value) {
        JsonPointer at = JsonPointer.compile(pointer);
        String name = at.last().getMatchingProperty();
        JsonNode node = MAPPER.valueToTree(value);
        switch (event.at(at.head())) {
            case ObjectNode object -> object.set(name, node);
            case ArrayNode array -> array.add(node);
            default -> throw new IllegalArgumentException("nothing at " + pointer);
        }
        return this;
    }

    Sample remove(String pointer) {
        JsonPointer at = JsonPointer.compile(pointer);
        ((ObjectNode) event.at(at.head())).remove(at.last().getMatchingProperty());
        return this;
    }

    /** Moves the record to another subject, in key and attribute. */
    Sample about(String subject) {
        key = Optional.of(bytes(subject));
        return set("/subject", subject);
    }

    Sample keyed(Optional<byte[]> other) {
        key = other;
        return this;
    }

    Sample header(String name, String value) {
        headers.add(RecordHeader.of(name, value));
        return this;
    }

    ObjectNode event() {
        return event;
    }

    Optional<byte[]> key() {
        return key;
    }

    String json() {
        return write(event);
    }

    IncomingRecord structured() {
        return record(bytes(json()), headers);
    }

    /** The same in binary mode: each attribute a header, the data the value. */
    IncomingRecord binary() {
        List<RecordHeader> all = new ArrayList<>();
        event.properties().forEach(field -> {
            if (field.getKey().equals("datacontenttype")) {
                all.add(RecordHeader.of("content-type", field.getValue().asText()));
            } else if (!field.getKey().equals("data") && !field.getValue().isNull()) {
                all.add(RecordHeader.of("ce_" + field.getKey(), field.getValue().asText()));
            }
        });
        all.addAll(headers);
        return record(event.has("data") ? bytes(write(event.get("data"))) : new byte[0], all);
    }

    IncomingRecord record(byte[] value, List<RecordHeader> with) {
        return new IncomingRecord(key, Optional.of(value), with, AT, OptionalInt.empty());
    }

    Decoded decode() {
        return new Decoder().decode(structured());
    }

    Decoded.Accepted accepted() {
        return switch (decode()) {
            case Decoded.Accepted accepted -> accepted;
            case Decoded.Skipped skipped -> throw new AssertionError("skipped: " + skipped);
            case Decoded.Rejected rejected -> throw new AssertionError("rejected: " + rejected);
        };
    }

    /** Why the record is rejected: {@code reason at field}. */
    String rejected() {
        return rejected(decode());
    }

    static String rejected(Decoded decoded) {
        return decoded instanceof Decoded.Rejected rejected
                ? rejected.rejection().reason().word() + " at "
                        + rejected.rejection().field()
                : "not rejected: " + decoded;
    }

    static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
