package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.MemberSlot.Condition;
import net.openmeet.matrix.room.MemberSlot.Presence;

/** Folds a person's standing and identity into their slot. The standing is judged by its origin, the identity by its version. */
final class MemberFold {
    private MemberFold() {}

    static RoomFold.Folded told(
            RoomBody body, Slots slots, Operation.MemberTold operation, Policy policy, Instant now) {
        Optional<MemberSlot> held = slots.member(operation.person().id());
        Optional<Operation.Told> told = operation.told();
        boolean stale = told.filter(its -> isStale(body, held, its)).isPresent();
        if (stale && held.isEmpty()) {
            return RoomFold.stale(body);
        }
        MemberSlot slot = held.orElseGet(() -> blank(operation, body));
        MemberSlot current = Seat.of(slot, body, policy).slot();
        RoomBody known = noting(slot, operation, body, policy);
        MemberSlot next = identified(stale ? current : standing(current, told), operation.identity(), body, policy);
        if (held.isPresent() && next.equals(current)) {
            return new RoomFold.Folded(known, List.of(), stale);
        }
        boolean sameWish = held.isPresent() && sameWish(current, next);
        boolean deadLettered = current.condition()
                .waiting()
                .filter(WaitReason.DEAD_LETTERED::equals)
                .isPresent();
        MemberSlot changed =
                sameWish && !deadLettered ? next : Seat.with(respecting(next, policy), Condition.dirty(now));
        return new RoomFold.Folded(known, List.of(changed), stale && sameWish);
    }

    /** Under the name they had until now a call may still take effect that an instance sent that had the lane before. */
    private static RoomBody noting(MemberSlot slot, Operation.MemberTold operation, RoomBody body, Policy policy) {
        Optional<UserId> before = MemberWish.of(slot, policy).user();
        boolean renamed = operation.identity().version() > slot.identity().version();
        return body.home().lateUntil().isEmpty() || before.isEmpty() || !renamed
                ? body
                : body.with(body.home().withLateName(slot.person().id(), before.get()));
    }

    /** A slot nobody knows anything of yet. In a room that is older than what we remember they may have left it before. */
    static MemberSlot blank(Operation.MemberTold operation, RoomBody body) {
        return new MemberSlot(
                1,
                operation.person(),
                Optional.empty(),
                operation.identity(),
                body.home().era(),
                initial(body),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Condition.clean(),
                Optional.empty());
    }

    static Presence initial(RoomBody body) {
        return body.home().adopted() ? Presence.UNKNOWN : Presence.NONE;
    }

    /** A slot after its room was deleted: out, whatever was said before, and nothing left to do for it alone. */
    static MemberSlot ended(MemberSlot slot, Operation.Told gone, int era) {
        return new MemberSlot(
                slot.v(),
                slot.person(),
                Optional.of(gone),
                slot.identity(),
                era,
                Presence.NONE,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Condition.clean(),
                slot.past());
    }

    /** Told out by a complete list that doesn't name them. */
    static MemberSlot unlisted(MemberSlot slot, Operation.Told gone, RoomBody body, Policy policy, Instant now) {
        MemberSlot current = Seat.of(slot, body, policy).slot();
        MemberSlot next = respecting(standing(current, Optional.of(gone)), policy);
        return sameWish(current, next) ? next : Seat.with(next, Condition.dirty(now));
    }

    private static boolean isStale(RoomBody body, Optional<MemberSlot> held, Operation.Told told) {
        if (body.said().isVoid(told.origin())) {
            return true;
        }
        Optional<String> listedIn = held.flatMap(MemberSlot::listedIn);
        return held.flatMap(MemberSlot::told)
                        .filter(its -> told.origin().isStaleAgainst(its.origin()))
                        .isPresent()
                || body.said()
                        .covering(told.origin())
                        .filter(list -> !listedIn.equals(Optional.of(list.id())))
                        .isPresent();
    }

    private static MemberSlot standing(MemberSlot slot, Optional<Operation.Told> told) {
        return told.isEmpty()
                ? slot
                : new MemberSlot(
                        slot.v(),
                        slot.person(),
                        told,
                        slot.identity(),
                        slot.era(),
                        slot.presence(),
                        slot.seenAs(),
                        slot.former(),
                        slot.listedIn(),
                        slot.condition(),
                        slot.past());
    }

    /** With a newer identity: under another Matrix id they come in first, and then the one they had leaves. */
    private static MemberSlot identified(MemberSlot slot, Identity identity, RoomBody body, Policy policy) {
        if (identity.version() <= slot.identity().version()) {
            return slot;
        }
        MemberSlot known = new MemberSlot(
                slot.v(),
                slot.person(),
                slot.told(),
                identity,
                slot.era(),
                slot.presence(),
                slot.seenAs(),
                slot.former(),
                slot.listedIn(),
                slot.condition(),
                slot.past());
        // A name they lost to somebody else was theirs all the same, and may be in a room that a backup brings back.
        boolean lost =
                !identity.localpart().equals(slot.identity().localpart()) || identity.state() == Identity.State.REFUSED;
        MemberSlot named = slot.identity()
                .localpart()
                .filter(before -> lost)
                .map(before -> known.withPast(new UserId(before, policy.server())))
                .orElse(known);
        Optional<UserId> user = MemberWish.of(named, policy).user();
        return user.isEmpty() || slot.seenAs().isEmpty() || user.equals(slot.seenAs())
                ? named
                : moved(named, slot.seenAs().get(), user.get(), body);
    }

    private static MemberSlot moved(MemberSlot slot, UserId before, UserId now, RoomBody body) {
        boolean wasHere = slot.former().contains(now);
        // Who was never in may still hold a level, given with createRoom, and who is out one that wasn't taken yet.
        boolean mayBeIn = slot.presence() != Presence.OUT
                || body.power()
                        .levels()
                        .map(levels -> levels.users().containsKey(before))
                        .orElse(true);
        List<UserId> former = new ArrayList<>(slot.former());
        former.remove(now);
        if (mayBeIn && !former.contains(before)) {
            former.add(before);
        }
        Presence presence =
                Seat.respected(slot.presence()) ? slot.presence() : wasHere ? Presence.UNKNOWN : initial(body);
        return Seat.with(slot, slot.era(), presence, Optional.of(now), List.copyOf(former), slot.condition());
    }

    /** Once OpenMeet says out, it no longer counts that they left on their own or were banned. */
    private static MemberSlot respecting(MemberSlot slot, Policy policy) {
        return Seat.respected(slot.presence()) && !MemberWish.of(slot, policy).in()
                ? Seat.with(slot, Presence.OUT, slot.seenAs())
                : slot;
    }

    private static boolean sameWish(MemberSlot before, MemberSlot after) {
        return standingOf(before).equals(standingOf(after))
                && before.identity().equals(after.identity())
                && before.presence() == after.presence()
                && before.former().equals(after.former());
    }

    private static Optional<Standing> standingOf(MemberSlot slot) {
        return slot.told().map(Operation.Told::standing);
    }
}
