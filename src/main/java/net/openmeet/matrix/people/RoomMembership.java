package net.openmeet.matrix.people;

import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Operation;

/**
 * OpenMeet's newest word on one person in one room, as stored. One value each, so that a person in ten thousand rooms needs no
 * huge one.
 *
 * @param v format version of the stored value
 * @param room the group or event
 * @param told a standing of gone stays: it is what older facts are stale against
 */
public record RoomMembership(int v, LaneKey room, Operation.Told told) {

    static RoomMembership of(LaneKey room, Operation.Told told) {
        return new RoomMembership(1, room, told);
    }
}
