package net.openmeet.matrix.simulator;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Failures on order. The oldest fault that matches a request and has strikes left is the one that happens to it. Safe for
 * any thread.
 */
public final class Faults {
    private final List<ScriptedFault> scripted = new CopyOnWriteArrayList<>();

    /** The next {@code times} requests that match fail this way. */
    public ScriptedFault next(int times, RequestPattern pattern, Fault fault) {
        ScriptedFault added = new ScriptedFault(fault, times, pattern);
        scripted.add(added);
        return added;
    }

    /** The next request of this kind fails this way. */
    public ScriptedFault next(Endpoint endpoint, Fault fault) {
        return next(1, RequestPattern.of(endpoint), fault);
    }

    /** Every matching request fails this way until it is cancelled or released. */
    public ScriptedFault always(RequestPattern pattern, Fault fault) {
        return next(Integer.MAX_VALUE, pattern, fault);
    }

    /** Forgets all of them; what hangs goes on, what was held back happens. */
    public void clear() {
        List<ScriptedFault> all = List.copyOf(scripted);
        scripted.clear();
        all.forEach(ScriptedFault::release);
    }

    Optional<ScriptedFault> strike(Endpoint endpoint, Optional<String> actor, String decodedPath) {
        for (ScriptedFault fault : scripted) {
            boolean concerned = endpoint == Endpoint.CREATE_ROOM || !(fault.fault() instanceof Fault.HalfCreatedRoom);
            if (concerned && fault.pattern().matches(endpoint, actor, decodedPath) && fault.strike()) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    boolean isEmpty() {
        return scripted.isEmpty();
    }
}
