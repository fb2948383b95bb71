package net.openmeet.matrix.event;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A record as read, free of Kafka's classes. The bytes are shared, not copied: don't change them.
 *
 * @param key empty where Kafka has null
 * @param value empty where Kafka has null
 * @param headers in the order written; of several with one name the last counts, as with Kafka's {@code lastHeader}
 * @param at where the record was read
 * @param partitions how many partitions its topic has, if the partition is to be checked
 */
public record IncomingRecord(
        Optional<byte[]> key,
        Optional<byte[]> value,
        List<RecordHeader> headers,
        Coordinates at,
        OptionalInt partitions) {

    /** Copies the list of headers. */
    public IncomingRecord {
        headers = List.copyOf(headers);
    }

    /** The last header of that name, read as strict UTF-8. Throws {@link Refusal} naming {@code field} if it isn't. */
    Optional<String> header(String name, String field) {
        Optional<byte[]> last = Optional.empty();
        for (RecordHeader header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                last = header.value();
            }
        }
        return last.map(bytes -> Text.utf8(bytes)
                .orElseThrow(() -> Refusal.of(Rejection.Reason.ILLEGAL_VALUE, field, "the header isn't UTF-8")));
    }
}
