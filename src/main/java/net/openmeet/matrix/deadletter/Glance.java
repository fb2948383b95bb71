package net.openmeet.matrix.deadletter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a CloudEvent says of itself, read off either mode as far as it goes: the event is one that can't be understood, so nothing is
 * taken for granted. For people only.
 *
 * @param attributes by name, in the order of {@link #NAMES}
 */
public record Glance(Map<String, String> attributes) {
    /** Those that tell people which event it is. */
    private static final List<String> NAMES = List.of("type", "subject", "id", "time", "source");

    private static final int LENGTH = 256;

    public Glance {
        attributes = Map.copyOf(attributes);
    }

    /** The CloudEvent's type. */
    public Optional<String> type() {
        return of("type");
    }

    /** One attribute. */
    public Optional<String> of(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /** Looks at a record. */
    public static Glance of(ConsumerRecord<byte[], byte @Nullable []> record) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : NAMES) {
            @Nullable Header header = record.headers().lastHeader("ce_" + name);
            if (header != null && header.value() != null) {
                found.put(name, cut(new String(header.value(), StandardCharsets.UTF_8)));
            }
        }
        byte @Nullable [] value = record.value();
        if (found.isEmpty() && value != null) {
            structured(value, found);
        }
        return new Glance(found);
    }

    /** Stops where the JSON does, or once all is found: the data behind it may be a megabyte. */
    private static void structured(byte[] value, Map<String, String> found) {
        try (JsonParser parser = Json.mapper().createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME && found.size() < NAMES.size()) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING && NAMES.contains(name)) {
                    found.put(name, cut(parser.getText()));
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // not JSON from here on: what was found is what there is
        }
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LENGTH)) + " …";
    }
}
