package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.openmeet.matrix.credential.CredentialKey;

/** When each credential under repair is looked at next. Owned by the stream thread. */
final class RepairOrder {
    private final Map<CredentialKey, Instant> times = new HashMap<>();
    private final TreeSet<Due> order = new TreeSet<>();

    private record Due(Instant at, CredentialKey key) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : key.toString().compareTo(other.key.toString());
        }
    }

    /** It is looked at then, and not when it would have been before. */
    void due(CredentialKey key, Instant at) {
        remove(key);
        times.put(key, at);
        order.add(new Due(at, key));
    }

    /** It needn't be looked at. */
    void remove(CredentialKey key) {
        Optional.ofNullable(times.remove(key)).ifPresent(at -> order.remove(new Due(at, key)));
    }

    /** Takes the first whose time has come. */
    Optional<CredentialKey> take(Instant now) {
        if (order.isEmpty() || order.first().at().isAfter(now)) {
            return Optional.empty();
        }
        Due first = order.removeFirst();
        times.remove(first.key());
        return Optional.of(first.key());
    }
}
