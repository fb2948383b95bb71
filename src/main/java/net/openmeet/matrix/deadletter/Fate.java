package net.openmeet.matrix.deadletter;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a replay.
 *
 * @param detail which reason it was rejected or waits for, or what superseded it; never a token
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Fate(Word word, Optional<String> detail, Instant at) {

    /** The end of a replay. */
    public enum Word {
        /** A domain event was newer than what its slot held, and is what is desired now. */
        TAKEN,
        /** An operation: the homeserver is as desired. */
        APPLIED,
        /** Something newer had been said: nothing of the letter was applied. */
        SUPERSEDED,
        /** It was refused again, and there is a new letter. */
        REJECTED,
        /** It waits for something, which the detail names; it goes on by itself. */
        WAITING,
        /** Nothing is known of what it is about, or its event type isn't one of ours: there was nothing to do. */
        NOTHING;

        /** As written. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Word ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
