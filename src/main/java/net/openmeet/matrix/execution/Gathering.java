package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Policy;

/**
 * Lets what is said of one room or account in a burst be acted on once, when it was quiet for a moment: a rename and back again, or
 * an account that is made and deleted, is then no call. What is said of members alone is not held up. Kept in memory only: after a
 * restart everything was said long ago. Owned by the stream thread.
 */
final class Gathering {
    private final Map<LaneKey, Window> windows = new HashMap<>();

    private record Window(Instant quiet, Instant latest) {
        Instant end() {
            return quiet.isBefore(latest) ? quiet : latest;
        }
    }

    /** Something was said of the lane itself. */
    void told(LaneKey lane, Policy.Patience patience, Instant now) {
        Instant latest = Optional.ofNullable(windows.get(lane))
                .map(Window::latest)
                .filter(now::isBefore)
                .orElse(now.plus(patience.settleMost()));
        windows.put(lane, new Window(now.plus(patience.settleQuiet()), latest));
    }

    /** Until when more may come, if that isn't over. */
    Optional<Instant> until(LaneKey lane, Instant now) {
        Optional<Instant> end =
                Optional.ofNullable(windows.get(lane)).map(Window::end).filter(now::isBefore);
        if (end.isEmpty()) {
            windows.remove(lane);
        }
        return end;
    }
}
