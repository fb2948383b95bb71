package net.openmeet.matrix.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.CallTrace;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Target;

/**
 * For which trace each call goes: that of the newest fact that asked for it. A further attempt is linked to the one before, as far as
 * this process remembers it. Owned by the stream thread.
 */
final class Attempts {
    /** More lanes than back off at a time, but for an outage; what is forgotten is a link. */
    private static final int REMEMBERED = 1_000;

    private final Map<LaneKey, Failed> failed = new LinkedHashMap<>();

    /** The last attempt of a lane that came to nothing, and for what it was. */
    private record Failed(Target target, String traceparent) {}

    /** @param attempt 1 for the first */
    CallTrace trace(LaneKey lane, Plan.Do next, int attempt) {
        List<String> contexts = new ArrayList<>(next.causes().stream()
                .flatMap(origin -> origin.traceparent().stream())
                .distinct()
                .toList());
        Optional.ofNullable(failed.get(lane))
                .filter(before -> before.target().equals(next.target()))
                .ifPresent(before -> contexts.add(before.traceparent()));
        Optional<String> parent = contexts.stream().findFirst();
        List<String> links = contexts.stream()
                .skip(1)
                .filter(link -> !link.equals(contexts.getFirst()))
                .toList();
        return CallTrace.of(parent, links, lane.toString(), attempt);
    }

    /** A call came to its end. */
    void ended(Dispatch.Answered answered) {
        LaneKey lane = answered.lane();
        Target target = answered.sent().target();
        Outcome outcome = answered.outcome();
        if (outcome instanceof Outcome.Applied || outcome instanceof Outcome.AlreadySo) {
            if (Optional.ofNullable(failed.get(lane))
                    .filter(before -> before.target().equals(target))
                    .isPresent()) {
                failed.remove(lane);
            }
            return;
        }
        failed.remove(lane);
        answered.trace().context().ifPresent(context -> failed.put(lane, new Failed(target, context)));
        if (failed.size() > REMEMBERED) {
            failed.remove(failed.keySet().iterator().next());
        }
    }
}
