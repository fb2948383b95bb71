package net.openmeet.matrix.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.ReplayHeaders;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that is a replay of a letter, by its headers.
 *
 * @param origin where the fact first stood that the letter shows; absent if it shows none, or the headers are garbled
 * @param attribute of a room or account, such as {@code alias}: which of them the letter was about
 */
public record Replay(Provenance provenance, Optional<Coordinates> origin, Optional<String> attribute) {
    /** Which attribute of its slot an operation's letter was about, if it names one. */
    public static final String ATTRIBUTE = "openmeet.replay.attribute";

    /** What a record's headers say; empty if it is no replay. */
    public static Optional<Replay> read(Headers headers) {
        return Provenance.read(headers)
                .map(provenance -> new Replay(provenance, origin(headers), text(headers, ATTRIBUTE)));
    }

    private static Optional<Coordinates> origin(Headers headers) {
        Optional<String> topic = text(headers, ReplayHeaders.TOPIC);
        Optional<String> partition = text(headers, ReplayHeaders.PARTITION);
        Optional<String> offset = text(headers, ReplayHeaders.OFFSET);
        return topic.isEmpty() || partition.isEmpty() || offset.isEmpty()
                ? Optional.empty()
                : Coordinates.read(topic.get() + "/" + partition.get() + "/" + offset.get());
    }

    private static Optional<String> text(Headers headers, String name) {
        @Nullable Header header = headers.lastHeader(name);
        return Optional.ofNullable(header).map(Header::value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
