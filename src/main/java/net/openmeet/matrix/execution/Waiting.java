package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.room.WaitReason;

/**
 * How many lanes wait for what, and since when the oldest of each does, kept in step entry by entry: a recount each second costs a
 * task with 100,000 waiting lanes 10 ms of its stream thread. Lanes that turned due in one millisecond share one tree node. Owned by
 * the stream thread.
 */
final class Waiting {
    private final Map<Lot, Lanes> lots = new HashMap<>();

    /** Lanes that are told apart nowhere. */
    private record Lot(Optional<WaitReason> reason, boolean backfill) {}

    private static final class Lanes {
        private final TreeMap<Instant, Integer> since = new TreeMap<>();
        private int count;
    }

    /** An entry came. */
    void add(AgendaEntry entry) {
        Lanes lanes = lots.computeIfAbsent(lot(entry), ignored -> new Lanes());
        lanes.since.merge(entry.since(), 1, Integer::sum);
        lanes.count++;
    }

    /** An entry that was added went, or is about to be another. */
    void remove(AgendaEntry entry) {
        Lot lot = lot(entry);
        Lanes lanes = Objects.requireNonNull(lots.get(lot), "Expected a lot for each entry");
        lanes.since.computeIfPresent(entry.since(), (ignored, count) -> less(count));
        if (--lanes.count == 0) {
            lots.remove(lot);
        }
    }

    /** Whether any lane waits for {@code reason}. */
    boolean isAnyFor(WaitReason reason) {
        Optional<WaitReason> its = Optional.of(reason);
        return lots.containsKey(new Lot(its, false)) || lots.containsKey(new Lot(its, true));
    }

    /** All of them, as they are now. */
    List<Observer.Waits> all() {
        return lots.entrySet().stream()
                .map(lot -> new Observer.Waits(
                        lot.getKey().reason(),
                        lot.getKey().backfill(),
                        lot.getValue().count,
                        lot.getValue().since.firstKey()))
                .toList();
    }

    private static Lot lot(AgendaEntry entry) {
        return new Lot(entry.waiting(), entry.backfill());
    }

    @SuppressWarnings("NullAway") // null takes the entry out of its map
    private static Integer less(int count) {
        return count == 1 ? null : count - 1;
    }
}
