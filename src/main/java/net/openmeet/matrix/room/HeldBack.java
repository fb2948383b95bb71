package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.room.MemberSlot.Condition;

/** What of a room isn't tried because the homeserver refuses everybody the like, until that is over: pure. */
public final class HeldBack {
    /** The reason of such a problem. */
    public static final String REASON = "misconfigured-homeserver";

    private HeldBack() {}

    /** Whether a room has any, its members' places not counted. */
    public static boolean any(RoomBody body) {
        return body.refused().values().stream()
                .anyMatch(refused -> REASON.equals(refused.problem().reason()));
    }

    static boolean isHeldBack(RoomBody body, String attribute) {
        RoomBody.Refused refused = body.refused().get(attribute);
        return refused != null && REASON.equals(refused.problem().reason());
    }

    /** The room with all of it to be tried again. Costs a look at all its slots only if {@code members} are held back, too. */
    public static RoomFold.Folded released(RoomBody body, Slots slots, boolean members, Instant now) {
        Map<String, RoomBody.Refused> left = new LinkedHashMap<>(body.refused());
        left.values().removeIf(refused -> REASON.equals(refused.problem().reason()));
        List<MemberSlot> changed = new ArrayList<>();
        if (members) {
            slots.forEach(slot -> {
                if (slot.condition()
                        .waiting()
                        .filter(WaitReason.MISCONFIGURED::equals)
                        .isPresent()) {
                    changed.add(Seat.with(slot, Condition.dirty(now)));
                }
            });
        }
        return new RoomFold.Folded(left.equals(body.refused()) ? body : body.withRefused(left), changed, false);
    }
}
