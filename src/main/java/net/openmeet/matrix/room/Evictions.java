package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.UserId;

/**
 * People seen in a room who have to go though no slot says so: strangers in a private room, everybody in a deleted one. Or who have to
 * come down: in rooms that OpenMeet made itself, former hosts still stand as high as the bot.
 *
 * @param looked whether the room was searched for them since it became private or was deleted
 * @param next a page of them
 * @param more whether there were more than fit on the page
 * @param tooHigh strangers who may stay, without the level of the bot; absent for none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Evictions(boolean looked, List<UserId> next, boolean more, Optional<List<UserId>> tooHigh) {

    /** A page, so that a lane stays small however many walked in. */
    static final int PAGE = 100;

    static Evictions none() {
        return new Evictions(false, List.of(), false, Optional.empty());
    }

    /** Nobody, and no need to look. */
    static Evictions done() {
        return new Evictions(true, List.of(), false, Optional.empty());
    }

    static Evictions of(List<UserId> all) {
        return new Evictions(true, all.stream().limit(PAGE).toList(), all.size() > PAGE, Optional.empty());
    }

    /** With nobody to go, and to be looked for anew. */
    Evictions again() {
        return new Evictions(false, List.of(), false, tooHigh);
    }

    Evictions withTooHigh(List<UserId> users) {
        return new Evictions(
                looked,
                next,
                more,
                Optional.of(users.stream().limit(PAGE).toList()).filter(some -> !some.isEmpty()));
    }

    Evictions without(UserId user) {
        List<UserId> rest = next.stream().filter(other -> !other.equals(user)).toList();
        return rest.isEmpty() && more ? again() : new Evictions(looked, rest, more, tooHigh);
    }
}
