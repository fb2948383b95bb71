package net.openmeet.matrix.execution;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.deadletter.Replay;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Target;

/**
 * That somebody replayed an operation's letter and wants to know what became of it, as stored.
 *
 * @param v format version of the stored value
 * @param slot which slot of the lane; absent means all of it
 * @param attribute of a room or account, if the letter was about one
 * @param origin of the fact that the letter shows, to see whether it still counts
 * @param since when it was noted
 * @param told what it was last said to wait for
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ReplayNote(
        int v,
        Provenance provenance,
        Optional<String> slot,
        Optional<String> attribute,
        Optional<Coordinates> origin,
        Instant since,
        Optional<String> told) {
    private static final int FORMAT = 1;

    static ReplayNote of(Operation.Poke poke, Replay replay, Instant now) {
        return new ReplayNote(
                FORMAT, replay.provenance(), poke.slot(), replay.attribute(), replay.origin(), now, Optional.empty());
    }

    ReplayNote waitingFor(String reason) {
        return new ReplayNote(v, provenance, slot, attribute, origin, since, Optional.of(reason));
    }

    /** Whether a refusal of {@code target} is what became of it. */
    boolean isAbout(Target target) {
        return slot.map(target.slot()::equals).orElse(true)
                && (attribute.isEmpty() || target.attribute().isEmpty() || attribute.equals(target.attribute()));
    }

    /** The person whose place in a room it is about, if it is about one. */
    Optional<String> personId() {
        return slot.flatMap(its -> new Target(its, Optional.empty()).personId());
    }
}
