package net.openmeet.matrix.room;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.RoomState;

/**
 * Empties a deleted room: nobody gets in or finds it, its aliases are free for others, everybody is out but the bot, because a room
 * without local members can't be entered ever again.
 */
final class Closing {
    private Closing() {}

    /**
     * Looks every alias up before it is deleted: another lane may have taken it over meanwhile. While a createRoom of an instance that
     * had the lane before may still go on, the aliases stay: they keep it from making a second room.
     */
    static Optional<Plan> aliases(Planning p) {
        if (!p.body().said().deleted()) {
            return Optional.empty();
        }
        if (p.body().home().mayChangeLate(p.now)) {
            p.waitFor(WaitReason.UNCERTAIN, p.body().home().lateUntil());
            return Optional.empty();
        }
        p.body().observed().canonicalAlias().ifPresent(alias -> known(p, AliasSight.ask(alias)));
        p.body().observed().alternatives().forEach(alias -> known(p, AliasSight.ask(alias)));
        for (AliasSight sight : p.body().aliases()) {
            switch (sight.kind()) {
                case ASK, TAKE -> {
                    return AliasWork.step(p, sight);
                }
                case OURS -> {
                    return AliasWork.step(p, AliasSight.ask(sight.alias()));
                }
                case FREE, POINTS, CLOSED, DEAD, LEAVE, HELD, FOREIGN -> {}
            }
        }
        Observed observed = p.body().observed();
        boolean none =
                observed.canonicalAlias().isEmpty() && observed.alternatives().isEmpty();
        Optional<Plan> cleared =
                p.put("canonical-alias", none, new RoomState.CanonicalAlias(Optional.empty(), List.of()));
        if (cleared.isEmpty()) {
            p.body(p.body().withAliases(List.of()));
        }
        return cleared;
    }

    private static void known(Planning p, AliasSight sight) {
        if (p.body().sight(sight.alias()).isEmpty()) {
            p.body(p.body().with(sight));
        }
    }

    /** Done, once nobody is left who could be put out. */
    static Optional<Plan> finish(Planning p) {
        Evictions evictions = p.body().evictions();
        boolean sure = !p.body().said().deleted() || !p.body().home().mayChangeLate(p.now);
        if (sure && evictions.looked() && evictions.next().isEmpty()) {
            RoomBody body = p.body();
            p.body(body.with(body.home().withClosing(false)).with(Evictions.none()));
        }
        return Optional.empty();
    }
}
