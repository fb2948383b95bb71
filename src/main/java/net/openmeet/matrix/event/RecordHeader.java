package net.openmeet.matrix.event;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One header of a record, free of Kafka's classes. The bytes are shared, not copied: don't change them.
 *
 * @param name as written; compared without regard to case
 * @param value empty where Kafka has null
 */
public record RecordHeader(String name, Optional<byte[]> value) {

    /** A header with a text value, in UTF-8. */
    public static RecordHeader of(String name, String value) {
        return new RecordHeader(name, Optional.of(value.getBytes(StandardCharsets.UTF_8)));
    }
}
