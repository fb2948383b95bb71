package net.openmeet.matrix.room;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many people should be in a room, are, and wait for what. Sums up by slot, so that nobody has to count a whole room.
 *
 * @param desired who OpenMeet wants in
 * @param joined who of them is
 * @param waiting who of them waits, by reason
 */
public record Tally(int desired, int joined, Map<WaitReason, Integer> waiting) {

    /** Nobody. */
    public static Tally none() {
        return new Tally(0, 0, Map.of());
    }

    /** One slot's part. It depends on the slot alone, so that what was added for it can be taken off later. */
    public static Tally of(MemberSlot slot, RoomBody body, Policy policy) {
        if (!MemberWish.of(slot, policy).in()) {
            return none();
        }
        int joined = slot.presence() == MemberSlot.Presence.JOINED ? 1 : 0;
        Map<WaitReason, Integer> waiting =
                slot.condition().waiting().map(reason -> Map.of(reason, 1)).orElse(Map.of());
        return new Tally(1, joined, waiting);
    }

    public Tally plus(Tally other) {
        return sum(other, 1);
    }

    public Tally minus(Tally other) {
        return sum(other, -1);
    }

    private Tally sum(Tally other, int sign) {
        Map<WaitReason, Integer> all = new EnumMap<>(WaitReason.class);
        all.putAll(waiting);
        other.waiting.forEach((reason, count) -> all.merge(reason, sign * count, Integer::sum));
        all.values().removeIf(count -> count == 0);
        return new Tally(desired + sign * other.desired, joined + sign * other.joined, all);
    }
}
