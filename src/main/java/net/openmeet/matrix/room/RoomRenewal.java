package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.room.AliasSight.Kind;
import net.openmeet.matrix.room.MemberSlot.Condition;
import net.openmeet.matrix.room.MemberSlot.Condition.State;

/**
 * What a room lane forgets, or looks at again, when something changed for its whole tenant. Pure; calls follow from planning, which
 * reads before it writes.
 */
public final class RoomRenewal {
    private RoomRenewal() {}

    /**
     * After the homeserver's database was wiped or restored: the room is read before anything is done, one that was deleted is emptied
     * again should it be back, and what was refused may be accepted now.
     */
    public static RoomBody afterUpheaval(LaneKey lane, RoomBody body, Policy policy) {
        Home home = body.home().shaken();
        // A deleted room that is back has its members and its aliases again.
        boolean closing =
                home.closing() || (body.said().deleted() && home.roomId().isPresent());
        // A room that was made by a call without an answer, and looked for in vain, may be back: only its names tell.
        boolean unknown = home.roomId().isEmpty() && body.said().fact().isPresent();
        List<AliasSight> aliases = asked(body, body.desired(lane, policy));
        return body.with(home.withClosing(closing).withAttempted(home.attempted() || unknown))
                .with(body.observed().withListed(Optional.empty()))
                .with(body.power().hinted())
                .with(Evictions.none())
                .withRefused(Map.of())
                .withAliases(aliases)
                .with(body.pace().calm());
    }

    /** Every alias to be looked up, but that of a foreign room that the bot has yet to leave. */
    private static List<AliasSight> asked(RoomBody body, Optional<DesiredRoom> wanted) {
        Set<RoomAlias> names = new LinkedHashSet<>();
        body.aliases().forEach(sight -> names.add(sight.alias()));
        wanted.ifPresent(desired -> {
            names.add(desired.alias());
            names.addAll(desired.formerAliases());
        });
        return names.stream()
                .map(name -> body.sight(name)
                        .filter(sight -> sight.kind() == Kind.LEAVE)
                        .orElseGet(() -> AliasSight.ask(name)))
                .toList();
    }

    /** Somebody asked for a resync: the room is read, and what was refused is tried again. */
    public static RoomBody resynced(RoomBody body) {
        return Poking.anew(body);
    }

    /** The daily look: the room is read, and what differs is set right. What was refused stays so. */
    public static RoomBody reread(RoomBody body) {
        return body.with(body.home().withUnread(body.roomId().isPresent()));
    }

    /** Under another policy a createRoom that was refused may succeed, and a room that was foreign may be adopted. */
    public static RoomBody underAnotherPolicy(RoomBody body) {
        return body.with(body.home().withNotMade(Optional.empty()))
                .withAliases(body.aliases().stream()
                        .map(sight -> sight.kind() == Kind.FOREIGN ? AliasSight.ask(sight.alias()) : sight)
                        .toList());
    }

    /**
     * One member slot, looked at again: with something to do if by {@code policy} anything is left to do, else as it was.
     *
     * @param wake whether those who wait, or were given up, are tried once more
     */
    public static MemberSlot lookedAt(MemberSlot slot, RoomBody body, boolean wake, Policy policy, Instant now) {
        Condition condition = slot.condition();
        if (condition.state() == State.DIRTY || body.said().deleted()) {
            return slot;
        }
        boolean again = wake && condition.state() == State.WAITING;
        return again || isOpen(slot, body, policy, now) ? Seat.with(slot, Condition.dirty(now)) : slot;
    }

    private static boolean isOpen(MemberSlot slot, RoomBody body, Policy policy, Instant now) {
        Seat seat = Seat.of(slot, body, policy);
        boolean work = seat.hasWork() || (body.roomId().isPresent() && !LevelWrites.isSettled(seat, body));
        boolean givenUp = slot.condition()
                .waiting()
                .filter(WaitReason.DEAD_LETTERED::equals)
                .isPresent();
        if (work) {
            // What was refused to a member is tried again only once they should be out.
            return !givenUp || !seat.wish().in();
        }
        MemberSlot settled = seat.settled(now);
        return settled.presence() != slot.presence()
                || !settled.condition().waiting().equals(slot.condition().waiting());
    }
}
