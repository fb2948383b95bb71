package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * A person's Matrix identity, as the people stage last told it.
 *
 * @param version counts up with every change for this person; the higher one wins
 * @param localpart of their Matrix user id; absent until they have one
 * @param registered whether OpenMeet registered the handle, rather than us deriving it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Identity(long version, Optional<String> localpart, boolean registered, State state) {

    /** Where the account stands. */
    public enum State {
        /** {@code identity: registered-only}, and no handle yet. */
        NO_HANDLE,
        /** Being made or claimed. */
        NO_ACCOUNT,
        /** Exists and is theirs: they can join. */
        PRESENT,
        /** Somebody else's: they can't take part until a new handle comes. */
        REFUSED,
        /** The person was deleted: out of everything. */
        GONE;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
