package net.openmeet.matrix.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Identity;

/**
 * What a person's account came to, told by their lane to the people stage. It counts only while the person still has that localpart.
 *
 * @param person the person's key, {@code tenant/user/9}
 * @param localpart absent only with {@code NO_HANDLE}
 * @param state {@code PRESENT}, {@code REFUSED}, or {@code NO_ACCOUNT} when an account that was there is lost; {@code NO_HANDLE}
 *     asks to look at the person again, because by the policy of today they could have a derived id
 * @param reason why it was refused, as in dead letters
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AccountNews(LaneKey person, Optional<String> localpart, Identity.State state, Optional<String> reason) {

    /**
     * Refuses what isn't the account's to say.
     *
     * @throws IllegalArgumentException if the person is gone, or the localpart and the state don't fit together
     */
    public AccountNews {
        if (state == Identity.State.GONE || localpart.isEmpty() != (state == Identity.State.NO_HANDLE)) {
            throw new IllegalArgumentException("An account can't tell " + state + " of " + localpart);
        }
    }
}
