package net.openmeet.matrix.people;

import java.util.Optional;
import java.util.function.Consumer;
import net.openmeet.matrix.event.LaneKey;

/** One person's stored memberships, as the stream thread sees them. Only for use on that thread, within one call. */
public interface Memberships {

    /** Their membership in this room. */
    Optional<RoomMembership> in(LaneKey room);

    /** Visits every membership of theirs, those that are over among them. */
    void forEach(Consumer<RoomMembership> visitor);
}
