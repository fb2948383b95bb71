package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.deadletter.Replay;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.room.Newer;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Target;

/**
 * Tells what became of a replay that a lane hears: of a fact at once, since a slot holds it now or holds something newer. Of an
 * operation's letter it is noted that somebody wants to know. Owned by the stream thread.
 */
final class ReplayedFacts {
    private final LaneTable table;
    private final ReplayNotes notes;
    private final Outbox outbox;

    ReplayedFacts(LaneTable table, ReplayNotes notes, Outbox outbox) {
        this.table = table;
        this.notes = notes;
        this.outbox = outbox;
    }

    /** It is for nobody we know. */
    void unknown(Provenance provenance) {
        outbox.fate(provenance, Fate.Word.NOTHING, Optional.empty());
    }

    /** The lane threw over it, and has a letter for that. */
    void broke(Provenance provenance) {
        outbox.fate(provenance, Fate.Word.REJECTED, Optional.of(Quarantine.BROKEN));
    }

    /** The lane dropped it: it is older than what is known, or of a poke there is nothing to look at. */
    void dropped(LaneKey lane, Operation operation, Provenance provenance) {
        if (operation instanceof Operation.Poke) {
            unknown(provenance);
        } else {
            outbox.fate(provenance, Fate.Word.SUPERSEDED, newer(lane, operation));
        }
    }

    /** The lane took it in. */
    void taken(LaneKey lane, Operation operation, Replay replay, Instant now) {
        if (operation instanceof Operation.Poke poke) {
            if (isThere(lane, poke)) {
                notes.add(lane, ReplayNote.of(poke, replay, now), now);
            } else {
                unknown(replay.provenance());
            }
        } else if (Newer.isHeld(table.slots().of(lane), operation)) {
            outbox.fate(replay.provenance(), Fate.Word.TAKEN, Optional.empty());
        } else {
            // What it told of the person's identity was news, but not their standing.
            dropped(lane, operation, replay.provenance());
        }
    }

    private boolean isThere(LaneKey lane, Operation.Poke poke) {
        Optional<String> personId = poke.slot().flatMap(slot -> new Target(slot, Optional.empty()).personId());
        return personId.isEmpty() || table.slots().get(lane, personId.get()).isPresent();
    }

    private Optional<String> newer(LaneKey lane, Operation operation) {
        return table.get(lane)
                .flatMap(LaneRecord::room)
                .flatMap(body -> Newer.than(body, table.slots().of(lane), operation))
                .map(ReplayedFacts::at)
                .map(Coordinates::toString);
    }

    static Coordinates at(Origin origin) {
        return new Coordinates(origin.topic(), origin.partition(), origin.offset());
    }
}
