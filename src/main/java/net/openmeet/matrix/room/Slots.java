package net.openmeet.matrix.room;

import java.util.Optional;
import java.util.function.Consumer;

/** The member slots of one lane, as the stream thread sees them. Only for use on that thread, within one call. */
public interface Slots {

    /** The slot of the person with this id. */
    Optional<MemberSlot> member(String personId);

    /** Visits every member slot of the lane: as many as the room has members, so only for readings of whole rooms. */
    void forEach(Consumer<MemberSlot> visitor);
}
