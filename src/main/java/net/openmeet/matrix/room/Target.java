package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;

/**
 * What a call is for: the slot, and of a room or account the attribute. It scopes retries and names dead letters.
 *
 * @param slot {@code room}, {@code account} or {@code member:9}
 * @param attribute such as {@code name}, {@code alias}, {@code levels}; absent for a membership
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Target(String slot, Optional<String> attribute) {

    /** An attribute of the room itself. */
    public static Target room(String attribute) {
        return new Target("room", Optional.of(attribute));
    }

    /** An attribute of a person's account. */
    public static Target account(String attribute) {
        return new Target("account", Optional.of(attribute));
    }

    /** A person's membership. */
    public static Target member(LaneKey person) {
        return new Target("member:" + person.id(), Optional.empty());
    }

    /** The id of the person this is about, if it is a membership. */
    public Optional<String> personId() {
        return slot.startsWith("member:") ? Optional.of(slot.substring("member:".length())) : Optional.empty();
    }
}
