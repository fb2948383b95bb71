package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;

/** What a lane does next. */
public sealed interface Plan {

    /** Send one call. */
    record Do(MatrixCall call, Target target) implements Plan {}

    /**
     * Nothing to send until something changes.
     *
     * @param until when to look again at the latest; absent leaves that to the slow re-check
     */
    record Wait(WaitReason reason, Optional<Instant> until) implements Plan {}

    /** Nothing left to do for what the planner was shown. */
    record Settled() implements Plan {}
}
