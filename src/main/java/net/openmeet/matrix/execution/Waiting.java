package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.room.WaitReason;

/**
 * How many lanes wait for what, and since when the oldest of ours does, kept in step entry by entry: a recount each second costs a
 * task with 100,000 waiting lanes 10 ms of its stream thread. Lanes that turned due in one millisecond share one tree node. Owned by
 * the stream thread.
 */
final class Waiting {
    private final Map<WaitReason, Integer> counts = new EnumMap<>(WaitReason.class);
    private final TreeMap<Instant, Integer> ours = new TreeMap<>();

    /** An entry came. */
    void add(AgendaEntry entry) {
        entry.waiting().ifPresent(reason -> counts.merge(reason, 1, Integer::sum));
        if (isOurs(entry)) {
            ours.merge(entry.since(), 1, Integer::sum);
        }
    }

    /** An entry that was added went, or is about to be another. */
    void remove(AgendaEntry entry) {
        entry.waiting().ifPresent(reason -> counts.computeIfPresent(reason, (ignored, count) -> less(count)));
        if (isOurs(entry)) {
            ours.computeIfPresent(entry.since(), (ignored, count) -> less(count));
        }
    }

    /** How many wait for what; those that are simply due aren't among them. */
    Map<WaitReason, Integer> counts() {
        return new EnumMap<>(counts);
    }

    /** Since when the oldest lane isn't converged whose turn is ours. */
    Optional<Instant> oldestOurs() {
        return ours.isEmpty() ? Optional.empty() : Optional.of(ours.firstKey());
    }

    /** A lane that is simply due is ours too; one that is only looked at once more has nothing left to apply. */
    private static boolean isOurs(AgendaEntry entry) {
        return entry.waiting()
                .filter(reason -> reason.turn() == WaitReason.Turn.OPENMEET || reason == WaitReason.VERIFYING)
                .isEmpty();
    }

    @SuppressWarnings("NullAway") // null takes the entry out of its map
    private static Integer less(int count) {
        return count == 1 ? null : count - 1;
    }
}
