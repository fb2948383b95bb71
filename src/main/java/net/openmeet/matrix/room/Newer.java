package net.openmeet.matrix.room;

import java.util.Optional;
import net.openmeet.matrix.event.Origin;

/** What a fact that came too late is older than: for the operator who replayed it. */
public final class Newer {
    private Newer() {}

    /** Whether the slot holds what {@code operation} told, and nothing newer. */
    public static boolean isHeld(Slots slots, Operation operation) {
        return !(operation instanceof Operation.MemberTold told)
                || told.told()
                        .map(Operation.Told::origin)
                        .equals(slots.member(told.person().id())
                                .flatMap(MemberSlot::told)
                                .map(Operation.Told::origin));
    }

    /** Where the fact comes from that counts instead of {@code operation}; empty for what is no fact. */
    public static Optional<Origin> than(RoomBody body, Slots slots, Operation operation) {
        Said said = body.said();
        return switch (operation) {
            case Operation.RoomTold ignored -> said.origin();
            case Operation.MembersListed listed ->
                said.isVoid(listed.origin())
                        ? said.barrier().or(said::origin)
                        : said.listing().map(Said.Listing::origin);
            case Operation.MemberTold told ->
                told.told().map(Operation.Told::origin).flatMap(origin -> than(said, slots, told, origin));
            case Operation.AccountTold ignored -> Optional.empty();
            case Operation.Poke ignored -> Optional.empty();
        };
    }

    private static Optional<Origin> than(Said said, Slots slots, Operation.MemberTold told, Origin origin) {
        if (said.isVoid(origin)) {
            return said.barrier().or(said::origin);
        }
        return slots.member(told.person().id())
                .flatMap(MemberSlot::told)
                .map(Operation.Told::origin)
                .filter(origin::isStaleAgainst)
                .or(() -> said.covering(origin).map(Said.Listing::origin));
    }
}
