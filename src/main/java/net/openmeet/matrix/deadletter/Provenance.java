package net.openmeet.matrix.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.RecordHeader;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Which letter a record is a replay of, in the record's headers, which go with it through every stage: so the one that knows what became
 * of it can say so. All text in UTF-8.
 *
 * @param letter the letter's id
 * @param by who replayed it
 * @param pass how often what it is about was replayed, this time included: from 1
 * @param note what the operator had to say on it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Provenance(Coordinates letter, String by, Instant at, int pass, Optional<String> note) {
    /** The id of the letter. */
    public static final String LETTER = "openmeet.replay.letter";
    /** Who replayed it. */
    public static final String BY = "openmeet.replay.by";
    /** When, RFC 3339. */
    public static final String AT = "openmeet.replay.at";
    /** The how manieth time. */
    public static final String PASS = "openmeet.replay.pass";

    /** What the operator had to say on it, if anything. */
    public static final String NOTE = "openmeet.replay.note";

    /** Nothing was said on it. */
    public Provenance(Coordinates letter, String by, Instant at, int pass) {
        this(letter, by, at, pass, Optional.empty());
    }

    /** The headers to write. */
    public List<RecordHeader> headers() {
        List<RecordHeader> headers = new ArrayList<>(List.of(
                RecordHeader.of(LETTER, letter.toString()),
                RecordHeader.of(BY, by),
                RecordHeader.of(AT, at.toString()),
                RecordHeader.of(PASS, Integer.toString(pass))));
        note.ifPresent(text -> headers.add(RecordHeader.of(NOTE, text)));
        return List.copyOf(headers);
    }

    /** What a record's headers say; empty if it is no replay, or they are garbled: anybody may write to the topics. */
    public static Optional<Provenance> read(Headers headers) {
        Optional<Coordinates> letter = text(headers, LETTER).flatMap(Coordinates::read);
        Optional<String> by = text(headers, BY);
        Optional<String> at = text(headers, AT);
        Optional<String> pass = text(headers, PASS);
        if (letter.isEmpty() || by.isEmpty() || at.isEmpty() || pass.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Provenance(
                    letter.get(),
                    by.get(),
                    Instant.parse(at.get()),
                    Integer.parseInt(pass.get()),
                    text(headers, NOTE)));
        } catch (DateTimeParseException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Puts them into {@code headers}, instead of those of an earlier replay. */
    public void writeTo(Headers headers) {
        headers.remove(NOTE);
        for (RecordHeader header : headers()) {
            headers.remove(header.name());
            headers.add(header.name(), header.value().orElseThrow());
        }
    }

    private static Optional<String> text(Headers headers, String name) {
        @Nullable Header header = headers.lastHeader(name);
        return Optional.ofNullable(header).map(Header::value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
