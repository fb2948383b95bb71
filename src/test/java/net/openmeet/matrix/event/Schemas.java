package net.openmeet.matrix.event;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The published schemas, by a validator that knows nothing of the decoder. */
public final class Schemas {

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    /** What is wrong with {@code json}, formats included. */
    public List<String> errors(String schema, String json) {
        return schemas
                .computeIfAbsent(
                        schema, name -> registry.getSchema(SchemaLocation.of("classpath:schema/" + name + ".json")))
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /** What is wrong with a structured event: its envelope and, by its type, its data. */
    boolean allow(Sample sample) {
        String type = sample.event().path("type").asText();
        return errors("cloudevent", sample.json()).isEmpty()
                && (EventType.ofWord(type).isEmpty()
                        || errors(type, Sample.write(sample.event().path("data")))
                                .isEmpty());
    }
}
