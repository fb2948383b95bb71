package net.openmeet.matrix.room;

import java.util.List;
import net.openmeet.matrix.homeserver.UserId;

/**
 * People seen in a room who have to go though no slot says so: strangers in a private room, everybody in a deleted one.
 *
 * @param looked whether the room was searched for them since it became private or was deleted
 * @param next a page of them
 * @param more whether there were more than fit on the page
 */
record Evictions(boolean looked, List<UserId> next, boolean more) {

    /** A page, so that a lane stays small however many walked in. */
    static final int PAGE = 100;

    static Evictions none() {
        return new Evictions(false, List.of(), false);
    }

    /** Nobody, and no need to look. */
    static Evictions done() {
        return new Evictions(true, List.of(), false);
    }

    static Evictions of(List<UserId> all) {
        return new Evictions(true, all.stream().limit(PAGE).toList(), all.size() > PAGE);
    }

    Evictions without(UserId user) {
        List<UserId> rest = next.stream().filter(other -> !other.equals(user)).toList();
        return rest.isEmpty() && more ? none() : new Evictions(looked, rest, more);
    }
}
