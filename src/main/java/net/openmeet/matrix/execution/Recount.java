package net.openmeet.matrix.execution;

import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.RoomBody;
import net.openmeet.matrix.room.Tally;

/**
 * How far a room's member slots were looked at under another policy, and what they come to so far. A room of 10,000 is looked at in
 * pages, and facts may come between two of them.
 *
 * @param policy fingerprint of the policy it is for
 * @param wake whether members who wait, or were given up, are tried once more
 * @param after the id of the last person counted; empty at the beginning
 * @param counted the sum over those up to {@code after}
 */
record Recount(String policy, boolean wake, String after, Tally counted) {

    static Recount begin(String policy, boolean wake) {
        return new Recount(policy, wake, "", Tally.none());
    }

    /** Whether the person with this id is counted already: slots are stored in the order of ids, which are ASCII. */
    private boolean covers(String personId) {
        return personId.compareTo(after) <= 0;
    }

    /** After one more slot. */
    Recount plus(MemberSlot slot, RoomBody body, Policy its) {
        return new Recount(policy, wake, slot.person().id(), counted.plus(Tally.of(slot, body, its)));
    }

    /** After a slot changed from {@code before} to {@code slot}. */
    Recount changed(Tally before, Tally next, LaneKey person) {
        return covers(person.id())
                ? new Recount(policy, wake, after, counted.minus(before).plus(next))
                : this;
    }
}
