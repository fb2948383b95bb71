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

    static RoomFold.Folded poked(RoomBody body, Slots slots, Operation.Poke poke, Instant now) {
        if (poke.slot().isEmpty()) {
            List<MemberSlot> changed = new ArrayList<>();
            slots.forEach(slot -> {
                if (slot.condition().state() != Condition.State.CLEAN) {
                    changed.add(Seat.with(slot, Condition.dirty(now)));
                }
            });
            return new RoomFold.Folded(anew(body), changed, false);
        }
        String slot = poke.slot().get();
        Optional<String> personId = new Target(slot, Optional.empty()).personId();
        return personId.isEmpty()
                ? RoomFold.unchanged(anew(body))
                : new RoomFold.Folded(
                        body,
                        slots.member(personId.get())
                                .map(member -> List.of(again(member, now)))
                                .orElse(List.of()),
                        false);
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
        boolean believed = slot.presence() != Presence.NONE && slot.seenAs().isPresent();
        return Seat.with(
                slot,
                slot.era(),
                believed ? Presence.UNKNOWN : slot.presence(),
                slot.seenAs(),
                slot.former(),
                Condition.dirty(now));
    }
}
