package net.openmeet.matrix.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was asked of the simulator since it started or was last cleared. Safe for any thread. */
public final class CallLog {
    /** A benchmark makes millions of calls; tests look at the last few. */
    private static final int KEPT = 10_000;

    private final Map<Endpoint, Long> counts = new EnumMap<>(Endpoint.class);
    private final Deque<ServedCall> recent = new ArrayDeque<>();

    synchronized void arrived(Endpoint endpoint) {
        counts.merge(endpoint, 1L, Long::sum);
    }

    synchronized void ended(ServedCall call) {
        recent.addLast(call);
        if (recent.size() > KEPT) {
            recent.removeFirst();
        }
    }

    /** How many requests of this kind came in, answered or not. */
    public synchronized long count(Endpoint endpoint) {
        return counts.getOrDefault(endpoint, 0L);
    }

    /** All requests to known paths. */
    public synchronized long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests by kind; kinds without any are left out. */
    public synchronized Map<Endpoint, Long> counts() {
        return Map.copyOf(counts);
    }

    /** The last ten thousand that came to an end, oldest first. */
    public synchronized List<ServedCall> recent() {
        return List.copyOf(recent);
    }

    /** Starts counting anew. */
    public synchronized void clear() {
        counts.clear();
        recent.clear();
    }
}
