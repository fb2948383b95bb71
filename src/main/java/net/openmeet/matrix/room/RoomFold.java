package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.homeserver.RoomAlias;

/** Folds what reaches a room lane into its slots: the newest fact of each wins. Decides nothing and calls nothing. */
public final class RoomFold {

    /**
     * A lane after a fold.
     *
     * @param changed the member slots that differ now
     * @param stale whether the fact was older than what the lane holds, and so dropped
     */
    public record Folded(RoomBody body, List<MemberSlot> changed, boolean stale) {}

    private RoomFold() {}

    /** Folds one operation in. A stale one changes nothing. */
    public static Folded fold(
            LaneKey lane, RoomBody body, Slots slots, Operation operation, Policy policy, Instant now) {
        Folded folded = switch (operation) {
            case Operation.RoomTold told ->
                switch (told.fact()) {
                    case Fact.RoomStated fact -> stated(lane, body, told.origin(), fact, policy);
                    case Fact.RoomDeleted ignored -> deleted(lane, body, slots, told.origin(), policy);
                };
            case Operation.MemberTold told -> MemberFold.told(body, slots, told, policy, now);
            case Operation.MembersListed listed -> ListingFold.listed(lane, body, slots, listed, policy, now);
            case Operation.Poke poke -> Poking.poked(body, slots, poke, policy, now);
            case Operation.AccountTold ignored -> unchanged(body);
        };
        if (folded.stale()) {
            return folded;
        }
        boolean awaited = folded.body().roomId().isEmpty()
                && folded.body().desired(lane, policy).map(DesiredRoom::wanted).orElse(false);
        return new Folded(folded.body().with(folded.body().pace().folded(now, awaited)), folded.changed(), false);
    }

    static Folded unchanged(RoomBody body) {
        return new Folded(body, List.of(), false);
    }

    static Folded stale(RoomBody body) {
        return new Folded(body, List.of(), true);
    }

    private static Folded stated(LaneKey lane, RoomBody body, Origin origin, Fact.RoomStated fact, Policy policy) {
        Said said = body.said();
        if (said.origin().filter(origin::isStaleAgainst).isPresent() || (said.deleted() && !fact.created())) {
            return stale(body);
        }
        RoomBody next = withItsAliases(lane, body, policy).with(said.stated(fact, origin));
        DesiredRoom desired = DesiredRoom.of(lane, fact, policy);
        if (!said.fact().equals(next.said().fact())) {
            next = next.with(next.home().withNotMade(Optional.empty()));
        }
        boolean moves = body.desired(lane, policy)
                .filter(before -> !before.alias().equals(desired.alias()))
                .isPresent();
        RoomBody asked = moves ? asking(next, desired.alias()) : next;
        return unchanged(desired.wanted() ? remembering(asked, desired.alias()) : asked);
    }

    /** A former alias that is to be the main one again: another lane may have taken it over meanwhile. */
    private static RoomBody asking(RoomBody body, RoomAlias alias) {
        return body.sight(alias)
                .filter(sight -> sight.kind() == AliasSight.Kind.OURS)
                .map(ignored -> body.with(AliasSight.ask(alias)))
                .orElse(body);
    }

    /**
     * Until a room is confirmed, every alias that was ever wanted may point to one of ours: a createRoom for it may have been sent
     * by an instance that crashed before it could store so.
     */
    private static RoomBody remembering(RoomBody body, RoomAlias alias) {
        return body.roomId().isPresent() || body.sight(alias).isPresent() ? body : body.with(AliasSight.ask(alias));
    }

    private static Folded deleted(LaneKey lane, RoomBody body, Slots slots, Origin origin, Policy policy) {
        Said said = body.said();
        if (said.origin().filter(origin::isStaleAgainst).isPresent()) {
            return stale(body);
        }
        RoomBody next = withItsAliases(lane, body, policy)
                .with(said.deleted(origin))
                .with(body.home().closed())
                .with(Evictions.none())
                .withRefused(Map.of());
        Operation.Told gone = new Operation.Told(new Standing.Gone(), origin);
        List<MemberSlot> changed = new ArrayList<>();
        slots.forEach(
                slot -> changed.add(MemberFold.ended(slot, gone, next.home().era())));
        return new Folded(next, changed, false);
    }

    /** An instance that had the lane before may have given the room any alias that it should have had: each is looked up. */
    private static RoomBody withItsAliases(LaneKey lane, RoomBody body, Policy policy) {
        if (body.roomId().isEmpty() || body.home().lateUntil().isEmpty()) {
            return body;
        }
        RoomBody next = body;
        List<RoomAlias> aliases = new ArrayList<>();
        body.desired(lane, policy).ifPresent(desired -> {
            aliases.add(desired.alias());
            aliases.addAll(desired.formerAliases());
        });
        for (RoomAlias alias : aliases) {
            next = next.sight(alias).isPresent() ? next : next.with(AliasSight.ask(alias));
        }
        return next;
    }
}
