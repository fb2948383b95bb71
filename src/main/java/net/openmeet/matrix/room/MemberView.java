package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.UserId;

/**
 * A person's place in a room as people read it.
 *
 * @param user their Matrix id, if they have one that may be used
 * @param desired whether policy lets them in, and at what level
 * @param standing OpenMeet's newest word on them; absent where only a complete list names them
 * @param from where that comes from
 * @param observed what we know of them in the room
 * @param former Matrix ids of theirs that still have to leave
 * @param condition whether anything is left to do
 * @param waiting what for
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record MemberView(
        LaneKey person,
        Optional<UserId> user,
        Identity identity,
        Desired desired,
        Optional<Standing> standing,
        Optional<From> from,
        MemberSlot.Presence observed,
        List<UserId> former,
        MemberSlot.Condition.State condition,
        Optional<Waited> waiting,
        Optional<Instant> since,
        Optional<Instant> retryAt,
        int attempts,
        Optional<Problem> problem) {

    /** In or out, and at what power level. */
    public record Desired(boolean in, int level) {}

    /** What there is to tell of a slot. */
    public static MemberView of(MemberSlot slot, RoomBody body, Policy policy) {
        Seat seat = Seat.of(slot, body, policy);
        MemberSlot.Condition condition = slot.condition();
        return new MemberView(
                slot.person(),
                seat.subject(),
                slot.identity(),
                new Desired(seat.wish().in(), seat.wish().level()),
                slot.told().map(Operation.Told::standing),
                slot.told().map(told -> From.of(told.origin())),
                seat.presence(),
                slot.former(),
                condition.state(),
                condition.waiting().map(Waited::new),
                condition.since(),
                condition.retryAt(),
                condition.attempts(),
                condition.problem());
    }

    /** Whether anything is left to do for them, be it somebody else's turn. */
    public static boolean isOpen(MemberSlot slot) {
        return slot.condition().state() != MemberSlot.Condition.State.CLEAN;
    }
}
