package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.MemberSlot.Condition;
import net.openmeet.matrix.room.MemberSlot.Presence;

/**
 * A member slot beside what is wished of it.
 *
 * @param slot as it counts in the lane's present era
 */
record Seat(MemberSlot slot, MemberWish wish) {
    /** Stands for whatever room it will be, where only the kind of call counts. */
    private static final RoomId NO_ROOM = RoomId.of("");

    static Seat of(MemberSlot slot, RoomBody body, Policy policy) {
        MemberSlot current =
                slot.era() == body.home().era() ? slot : inEra(slot, body.home().era());
        return new Seat(current, MemberWish.of(current, policy));
    }

    /** Of another room or before a deletion nothing counts, but that somebody left on their own or was banned. */
    static MemberSlot inEra(MemberSlot slot, int era) {
        Presence kept = respected(slot.presence()) ? slot.presence() : Presence.NONE;
        Optional<UserId> seenAs = kept == Presence.NONE ? Optional.empty() : slot.seenAs();
        return with(slot, era, kept, seenAs, List.of(), slot.condition());
    }

    /** Whether somebody else decided that they are out. */
    static boolean respected(Presence presence) {
        return presence == Presence.LEFT || presence == Presence.BANNED;
    }

    static MemberSlot with(MemberSlot slot, Presence presence, Optional<UserId> seenAs) {
        return with(slot, slot.era(), presence, seenAs, slot.former(), slot.condition());
    }

    static MemberSlot with(MemberSlot slot, Condition condition) {
        return with(slot, slot.era(), slot.presence(), slot.seenAs(), slot.former(), condition);
    }

    static MemberSlot with(
            MemberSlot slot,
            int era,
            Presence presence,
            Optional<UserId> seenAs,
            List<UserId> former,
            Condition condition) {
        return new MemberSlot(
                slot.v(),
                slot.person(),
                slot.told(),
                slot.identity(),
                era,
                presence,
                seenAs,
                former,
                slot.listedIn(),
                condition,
                slot.past());
    }

    Presence presence() {
        return slot.presence();
    }

    /** Whom {@code presence} is or would be about. */
    Optional<UserId> subject() {
        return wish.canJoin() || slot.seenAs().isEmpty() ? wish.user() : slot.seenAs();
    }

    /** Whether they may be in the room though they shouldn't, by any of their names. */
    boolean mustGetOut() {
        return !leavers().isEmpty();
    }

    /** Their names that have to leave now: all of them when they are out, and former ones once the present one is in. */
    List<UserId> leavers() {
        Set<UserId> leavers = new LinkedHashSet<>();
        if (!wish.in()) {
            if (presence() == Presence.JOINED || presence() == Presence.INVITED) {
                slot.seenAs().ifPresent(leavers::add);
            }
            leavers.addAll(slot.former());
        } else if (presence() == Presence.JOINED || respected(presence())) {
            leavers.addAll(slot.former());
            subject().ifPresent(leavers::remove);
        }
        return new ArrayList<>(leavers);
    }

    /** The next call that brings them in, or finds out whether they are. */
    Optional<MatrixCall> entry(RoomId room, boolean open) {
        Optional<UserId> user = subject();
        if (user.isEmpty()) {
            return Optional.empty();
        }
        return switch (presence()) {
            case UNKNOWN ->
                wish.canJoin() || !wish.in()
                        ? Optional.of(new MatrixCall.ReadMember(room, user.get()))
                        : Optional.empty();
            case NONE, OUT ->
                !wish.canJoin()
                        ? Optional.empty()
                        : Optional.of(
                                open
                                        ? new MatrixCall.Join(room, user.get())
                                        : new MatrixCall.Invite(room, user.get(), Optional.empty()));
            case INVITED -> wish.canJoin() ? Optional.of(new MatrixCall.Join(room, user.get())) : Optional.empty();
            case JOINED, LEFT, BANNED -> Optional.empty();
        };
    }

    /** Whether a call is left to make for them, levels aside. */
    boolean hasWork() {
        return mustGetOut() || entry(NO_ROOM, true).isPresent();
    }

    /**
     * How the slot stands once nothing is left to call for it: who is out is {@link Presence#OUT} whoever decided it, so that the
     * next time OpenMeet says in, they come in.
     */
    MemberSlot settled(Instant now) {
        if (wish.in()) {
            if (presence() == Presence.LEFT) {
                return with(slot, Condition.waiting(WaitReason.LEFT, now, Optional.empty()));
            }
            if (presence() == Presence.BANNED) {
                return with(slot, Condition.waiting(WaitReason.BANNED, now, Optional.empty()));
            }
            return with(
                    slot,
                    wish.waiting()
                            .map(reason -> Condition.waiting(
                                    reason, now, slot.condition().problem()))
                            .orElseGet(Condition::clean));
        }
        Presence out =
                respected(presence()) ? Presence.OUT : presence() == Presence.UNKNOWN ? Presence.NONE : presence();
        return with(slot, slot.era(), out, slot.seenAs(), slot.former(), Condition.clean());
    }
}
