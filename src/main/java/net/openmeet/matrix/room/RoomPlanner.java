package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.event.LaneKey;

/**
 * Decides what a room lane does next: pure, at most one call at a time, and the same work in a room of ten and of ten thousand. On any
 * homeserver that answers in the end, and from any state, it converges, and once equal it calls nothing.
 */
public final class RoomPlanner {

    /** What has to be so before what comes after it is worth doing; the first that has something to call is done. */
    private static final List<Function<Planning, Optional<Plan>>> IN_A_ROOM = List.of(
            Doubting::next,
            Reading::next,
            Authority::next,
            Access::close,
            Claiming::next,
            Removals::next,
            Evicting::next,
            Joins::next,
            LevelWrites::next,
            AliasMoves::next,
            Attributes::next,
            Access::open);

    /** The aliases go last: while somebody is in, they lead back to the room whoever loses sight of it. */
    private static final List<Function<Planning, Optional<Plan>>> CLOSING = List.of(
            Doubting::next,
            Reading::next,
            Authority::next,
            Access::close,
            Evicting::next,
            Closing::aliases,
            Closing::finish);

    /**
     * What is next.
     *
     * @param changed the member slots for which nothing is left to do now
     * @param refusals what is given up, to be dead-lettered
     */
    public record Planned(RoomBody body, List<MemberSlot> changed, List<Refusal> refusals, Plan plan) {}

    private RoomPlanner() {}

    /**
     * Plans the next step of a lane.
     *
     * @param page up to 100 dirty member slots whose time to retry has come
     * @param more whether there are dirty ones beyond the page
     */
    public static Planned plan(
            LaneKey lane, RoomBody body, List<MemberSlot> page, boolean more, Policy policy, Instant now) {
        Planning planning = new Planning(lane, body, page, policy, now);
        Optional<Plan> plan = next(planning);
        Settling.settle(planning);
        return planning.done(plan);
    }

    private static Optional<Plan> next(Planning planning) {
        if (planning.body().roomId().isEmpty()) {
            return Founding.next(planning);
        }
        if (planning.closing()) {
            Optional<Plan> plan = first(CLOSING, planning);
            if (plan.isPresent() || planning.closing()) {
                return plan;
            }
        }
        // A deleted room stays as it is: empty, but for the bot.
        return planning.desired.isPresent() ? first(IN_A_ROOM, planning) : Optional.empty();
    }

    private static Optional<Plan> first(List<Function<Planning, Optional<Plan>>> steps, Planning planning) {
        for (Function<Planning, Optional<Plan>> step : steps) {
            Optional<Plan> plan = step.apply(planning);
            if (plan.isPresent()) {
                return plan;
            }
        }
        return Optional.empty();
    }
}
