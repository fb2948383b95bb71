package net.openmeet.matrix.deadletter;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What was done with a dead letter, and what became of that: the value of {@code openmeet.matrix.dead-letters}, keyed by the letter's id.
 * The newest says all. A letter without one is open.
 *
 * @param v format version
 * @param by who did it
 * @param reason why it was discarded, or what an operator noted
 * @param pass how often what the letter is about was replayed, this time included; 0 if it was discarded
 * @param fate absent until the service said what became of the replay
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Disposition(
        int v, Kind kind, String by, Instant at, Optional<String> reason, int pass, Optional<Fate> fate) {

    /** The format that this code writes. */
    public static final int FORMAT = 1;

    /** What was done with it. */
    public enum Kind {
        REPLAYED,
        DISCARDED;

        /** As written. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Kind ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** It was sent once more. */
    public static Disposition replayed(Provenance provenance) {
        return new Disposition(
                FORMAT,
                Kind.REPLAYED,
                provenance.by(),
                provenance.at(),
                provenance.note(),
                provenance.pass(),
                Optional.empty());
    }

    /** Nobody wants anything of it any more. */
    public static Disposition discarded(String by, Instant at, String reason) {
        return new Disposition(FORMAT, Kind.DISCARDED, by, at, Optional.of(reason), 0, Optional.empty());
    }

    /** The same, once it is known what became of it. */
    public Disposition with(Fate its) {
        return new Disposition(v, kind, by, at, reason, pass, Optional.of(its));
    }
}
