package net.openmeet.matrix.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Identity;

/**
 * What a person's account came to, told by their lane to the people stage. It counts only while the person still has that localpart.
 *
 * @param person the person's key, {@code tenant/user/9}
 * @param state {@code PRESENT}, {@code REFUSED}, or {@code NO_ACCOUNT} when an account that was there is lost
 * @param reason why it was refused, as in dead letters
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AccountNews(LaneKey person, String localpart, Identity.State state, Optional<String> reason) {

    /**
     * Refuses what isn't the account's to say.
     *
     * @throws IllegalArgumentException for a state other than the three
     */
    public AccountNews {
        if (state == Identity.State.NO_HANDLE || state == Identity.State.GONE) {
            throw new IllegalArgumentException("An account doesn't know of " + state);
        }
    }
}
