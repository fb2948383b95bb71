package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.room.MemberSlot.Condition;
import net.openmeet.matrix.room.MemberSlot.Presence;

/** Looks again, by wish of an operator or a resync: what was refused is tried once more, and what is believed is read. */
final class Poking {
    private Poking() {}

    static RoomFold.Folded poked(RoomBody body, Slots slots, Operation.Poke poke, Policy policy, Instant now) {
        if (poke.slot().isEmpty()) {
            List<MemberSlot> changed = new ArrayList<>();
            slots.forEach(slot -> {
                if (poke.rejoins() && isRespected(slot) && isWanted(slot, policy)) {
                    changed.add(back(slot, now));
                } else if (slot.condition().state() != Condition.State.CLEAN) {
                    changed.add(Seat.with(slot, Condition.dirty(now)));
                }
            });
            RoomBody next = anew(body);
            return new RoomFold.Folded(
                    poke.rejoins()
                            ? next.with(next.home().withRejoining(next.roomId().isPresent()))
                            : next,
                    changed,
                    false);
        }
        String slot = poke.slot().get();
        Optional<String> personId = new Target(slot, Optional.empty()).personId();
        Optional<MemberSlot> member = personId.flatMap(slots::member);
        if (personId.isEmpty()) {
            return RoomFold.unchanged(anew(body));
        }
        boolean rejoins = poke.rejoins()
                && member.filter(its -> isSeen(its) && isWanted(its, policy)).isPresent();
        // The whole room is read for one who left: asked for that person alone, a homeserver that lost its database
        // knows nothing of it.
        RoomBody next = rejoins || member.filter(Poking::isRespected).isPresent() ? unread(body) : body;
        return new RoomFold.Folded(
                next,
                member.map(its -> List.of(rejoins ? back(its, now) : again(its, now)))
                        .orElse(List.of()),
                false);
    }

    private static boolean isWanted(MemberSlot slot, Policy policy) {
        return MemberWish.of(slot, policy).in();
    }

    private static boolean isSeen(MemberSlot slot) {
        return slot.presence() != Presence.NONE;
    }

    /** As if we had put them out: then nobody's word but OpenMeet's keeps them out. */
    private static MemberSlot back(MemberSlot slot, Instant now) {
        return Seat.with(Seat.with(slot, Presence.OUT, slot.seenAs()), Condition.dirty(now));
    }

    private static boolean isRespected(MemberSlot slot) {
        return Seat.respected(slot.presence());
    }

    private static RoomBody unread(RoomBody body) {
        return body.with(body.home().withUnread(body.roomId().isPresent()));
    }

    /** The room is read whole, which also shows who in it isn't as they should be. */
    static RoomBody anew(RoomBody body) {
        return body.with(body.home()
                        .withUnread(body.roomId().isPresent())
                        .withNotMade(Optional.empty())
                        .with(body.home().doubt().map(doubt -> doubt.shutSince().isPresent() ? doubt.open() : doubt)))
                .with(body.power().anew())
                .withRefused(Map.of())
                .withAliases(body.aliases().stream()
                        .map(sight -> switch (sight.kind()) {
                            case HELD, FOREIGN -> AliasSight.ask(sight.alias());
                            case ASK, FREE, OURS, POINTS, CLOSED, DEAD, TAKE, LEAVE -> sight;
                        })
                        .toList())
                .with(body.pace().calm());
    }

    private static MemberSlot again(MemberSlot slot, Instant now) {
        boolean believed = slot.presence() != Presence.NONE && slot.seenAs().isPresent() && !isRespected(slot);
        return Seat.with(
                slot,
                slot.era(),
                believed ? Presence.UNKNOWN : slot.presence(),
                slot.seenAs(),
                slot.former(),
                Condition.dirty(now));
    }
}
