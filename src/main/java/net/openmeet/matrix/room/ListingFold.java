package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.room.MemberSlot.Condition;
import net.openmeet.matrix.room.Said.Listing;

/**
 * Folds a complete list of members in, of which each part may come before or after what it says of its people: they are marked as
 * listed, and once every part came, who isn't marked and has no newer fact is out.
 */
final class ListingFold {
    private ListingFold() {}

    static RoomFold.Folded listed(
            LaneKey lane, RoomBody body, Slots slots, Operation.MembersListed listed, Policy policy, Instant now) {
        Said said = body.said();
        String id = Listing.idOf(listed);
        Optional<Listing> held = said.listing().filter(list -> list.id().equals(id));
        boolean older = said.listing().isPresent()
                && held.isEmpty()
                && listed.origin().isNotAfter(said.listing().get().origin());
        boolean repeated =
                held.filter(list -> list.got().contains(listed.part())).isPresent();
        if (older || repeated || said.isVoid(listed.origin())) {
            return RoomFold.stale(body);
        }
        Listing listing =
                held.map(list -> list.plus(listed.part(), listed.origin())).orElseGet(() -> Listing.of(listed));
        RoomBody next = body.with(said.with(listing));
        List<MemberSlot> changed = new ArrayList<>();
        for (String personId : listed.personIds()) {
            MemberSlot slot = slots.member(personId).orElseGet(() -> unheardOf(lane, personId, body));
            changed.add(marked(slot, id));
        }
        if (listing.isWhole()) {
            Operation.Told gone = new Operation.Told(new Standing.Gone(), listing.origin());
            slots.forEach(slot -> {
                boolean named = slot.listedIn().filter(id::equals).isPresent()
                        || listed.personIds().contains(slot.person().id());
                boolean newer = slot.told()
                        .filter(told -> listing.origin().isNotAfter(told.origin()))
                        .isPresent();
                if (!named && !newer && slot.told().isPresent()) {
                    changed.add(MemberFold.unlisted(slot, gone, next, policy, now));
                }
            });
        }
        return new RoomFold.Folded(next, changed, false);
    }

    private static MemberSlot unheardOf(LaneKey lane, String personId, RoomBody body) {
        return new MemberSlot(
                1,
                new LaneKey(lane.tenant(), Kind.USER, personId),
                Optional.empty(),
                new Identity(-1, Optional.empty(), false, Identity.State.NO_HANDLE),
                body.home().era(),
                MemberFold.initial(body),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Condition.clean(),
                Optional.empty());
    }

    private static MemberSlot marked(MemberSlot slot, String id) {
        return new MemberSlot(
                slot.v(),
                slot.person(),
                slot.told(),
                slot.identity(),
                slot.era(),
                slot.presence(),
                slot.seenAs(),
                slot.former(),
                Optional.of(id),
                slot.condition(),
                slot.past());
    }
}
