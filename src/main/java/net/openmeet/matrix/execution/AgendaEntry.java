package net.openmeet.matrix.execution;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.room.WaitReason;

/**
 * When a lane that isn't converged is looked at next.
 *
 * @param at due from then on; of a waiting lane its slow re-check, so that a lost wake-up is never final
 * @param waiting what it waits for; absent if it is simply due
 * @param backfill whether only backfill or rebuild work waits here, which goes behind live work
 * @param since since when the lane isn't converged, or waits for OpenMeet
 * @param heard when the room or the person themselves were told something live that isn't true yet; for measuring alone
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record AgendaEntry(Instant at, Optional<WaitReason> waiting, boolean backfill, Instant since, Optional<Instant> heard) {

    /** One of a lane of which nothing else was heard. */
    AgendaEntry(Instant at, Optional<WaitReason> waiting, boolean backfill, Instant since) {
        this(at, waiting, backfill, since, Optional.empty());
    }

    /** Whose turn it is. A lane that is simply due is ours. */
    WaitReason.Turn turn() {
        return waiting.map(WaitReason::turn).orElse(WaitReason.Turn.OURS);
    }

    /** The same, whatever was heard before, if it is still ours to make true. */
    AgendaEntry after(Optional<AgendaEntry> before) {
        Optional<Instant> known = before.flatMap(AgendaEntry::heard).or(() -> heard);
        return new AgendaEntry(at, waiting, backfill, since, turn() == WaitReason.Turn.OURS ? known : Optional.empty());
    }

    /** The same, once it is true. */
    AgendaEntry applied() {
        return new AgendaEntry(at, waiting, backfill, since);
    }
}
