package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.homeserver.MatrixCall;

/** What a lane does next. */
public sealed interface Plan {

    /**
     * Send one call.
     *
     * @param causes the facts that asked for it, the newest first: for logs and traces, nothing is decided by it
     */
    record Do(MatrixCall call, Target target, List<Origin> causes) implements Plan {
        /** One of which nobody says yet what asked for it. */
        public Do(MatrixCall call, Target target) {
            this(call, target, List.of());
        }

        /** The same, with what asked for it. */
        public Do because(List<Origin> origins) {
            return new Do(call, target, origins);
        }
    }

    /**
     * Nothing to send until something changes.
     *
     * @param until when to look again at the latest; absent leaves that to the slow re-check
     */
    record Wait(WaitReason reason, Optional<Instant> until) implements Plan {}

    /** Nothing left to do for what the planner was shown. */
    record Settled() implements Plan {}
}
