package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.room.AliasSight.Kind;

/** Moves a room's canonical alias when its slug changed: the new one is put and becomes canonical, the old one stays beside it. */
final class AliasMoves {
    private AliasMoves() {}

    static Optional<Plan> next(Planning p) {
        return p.desired.flatMap(desired -> next(p, desired, desired.alias()));
    }

    private static Optional<Plan> next(Planning p, DesiredRoom desired, RoomAlias alias) {
        for (AliasSight sight : p.body().aliases()) {
            boolean other = !sight.alias().equals(alias);
            if (other && sight.kind() == Kind.ASK) {
                return AliasWork.step(p, sight);
            }
            if (other
                    && sight.kind() == Kind.TAKE
                    && sight.room().equals(p.body().roomId())) {
                // It was to go with a deletion that a revival overtook.
                p.body(p.body().with(AliasSight.ours(sight.alias())));
            } else if (other
                    && sight.kind() != Kind.OURS
                    && !p.body().home().mayChangeLate(p.now)
                    && !p.body().observed().names(sight.alias())) {
                p.body(p.body().without(sight.alias()));
            }
        }
        AliasSight sight =
                p.body().sight(alias).orElseGet(() -> AliasSight.ask(alias).as(Kind.FREE));
        return switch (sight.kind()) {
            case OURS -> former(p, desired).or(() -> canonical(p, alias));
            case FREE ->
                p.wasRefused("alias", alias.toString())
                        ? Optional.empty()
                        : p.call(new MatrixCall.PutAlias(alias, p.room()), AliasWork.TARGET);
            case HELD -> yielded(p, alias).or(() -> AliasWork.step(p, sight));
            case ASK, POINTS, CLOSED, DEAD, TAKE, LEAVE, FOREIGN -> AliasWork.step(p, sight);
        };
    }

    /**
     * A room that waits for another's main alias keeps its own former one as an alternative only, so that whoever waits for that may
     * take it: two rooms that swap their slugs would wait for each other for ever.
     */
    private static Optional<Plan> yielded(Planning p, RoomAlias wanted) {
        Observed observed = p.body().observed();
        Optional<RoomAlias> former = observed.canonicalAlias().filter(its -> !its.equals(wanted));
        if (former.isEmpty()) {
            return Optional.empty();
        }
        Set<RoomAlias> kept = new LinkedHashSet<>(observed.alternatives());
        kept.add(former.get());
        kept.removeIf(alias ->
                p.body().sight(alias).filter(sight -> sight.kind() != Kind.OURS).isPresent());
        return p.put("canonical-alias", false, new RoomState.CanonicalAlias(Optional.empty(), List.copyOf(kept)));
    }

    /** Whoever swaps slugs with this room yields at about the same time: it is looked at soon, not only at the slow re-check. */
    static void learnYielded(Lesson l, RoomState state) {
        if (!(state instanceof RoomState.CanonicalAlias canonical)
                || canonical.alias().isPresent()) {
            return;
        }
        Policy.Patience patience = l.policy.patience();
        Instant asIfSince = l.now.minus(patience.recheck()).plus(patience.secondLook());
        l.desired()
                .flatMap(room -> l.body().sight(room.alias()))
                .filter(sight -> sight.kind() == Kind.HELD)
                .ifPresent(sight -> l.body(l.body().with(sight.as(Kind.HELD, asIfSince))));
    }

    /** An alias the room should have had by now, if it hasn't. */
    private static Optional<Plan> former(Planning p, DesiredRoom desired) {
        return desired.formerAliases().stream()
                .filter(alias -> p.body().sight(alias).isEmpty() && !p.wasRefused(former(alias), alias.toString()))
                .findFirst()
                .flatMap(alias -> p.call(new MatrixCall.PutAlias(alias, p.room()), AliasWork.TARGET));
    }

    private static String former(RoomAlias alias) {
        return "alias:" + alias;
    }

    private static Optional<Plan> canonical(Planning p, RoomAlias alias) {
        Observed observed = p.body().observed();
        Set<RoomAlias> ours = new LinkedHashSet<>(observed.alternatives());
        observed.canonicalAlias().ifPresent(ours::add);
        for (AliasSight sight : p.body().aliases()) {
            if (sight.kind() == Kind.OURS) {
                ours.add(sight.alias());
            } else {
                ours.remove(sight.alias());
            }
        }
        ours.remove(alias);
        boolean equal = observed.canonicalAlias().filter(alias::equals).isPresent()
                && ours.equals(new LinkedHashSet<>(observed.alternatives()));
        return p.put("canonical-alias", equal, new RoomState.CanonicalAlias(Optional.of(alias), List.copyOf(ours)));
    }

    static void learnPut(Lesson l, RoomAlias alias) {
        boolean wanted = l.desired().filter(room -> room.alias().equals(alias)).isPresent();
        if (!wanted
                && (l.rejection().isPresent()
                        || (l.contradiction().isPresent() && !l.contradicts(Belief.ALIAS_FREE)))) {
            if (l.isEverybodys()) {
                l.refuse(former(alias), alias.toString(), l.rejection().orElseThrow());
            } else {
                AliasWork.forget(l, alias);
            }
            return;
        }
        switch (l.outcome) {
            case Outcome.Applied ignored -> put(l, alias);
            case Outcome.AlreadySo ignored -> put(l, alias);
            case Outcome.Uncertain ignored -> l.body(l.body().with(AliasSight.ask(alias)));
            case Outcome.Rejected rejected -> l.refuse("alias", alias.toString(), rejected.failure());
            case Outcome.Contradicted contradicted -> {
                if (contradicted.belief() == Belief.ALIAS_FREE) {
                    l.body(l.body().with(AliasSight.ask(alias)));
                } else if (contradicted.belief() == Belief.ACTOR_IN_ROOM) {
                    l.doubtIfUnknown();
                } else {
                    l.refuse("alias", alias.toString(), contradicted.failure());
                }
            }
            case Outcome.RoomUnknown ignored -> l.doubtIfUnknown();
            case Outcome.Retry ignored -> {}
            case Outcome.CredentialRejected ignored -> {}
        }
    }

    /** Where the room had yielded its main alias, the others may have been taken over meanwhile: each is looked up. */
    private static void put(Lesson l, RoomAlias alias) {
        if (l.body().observed().canonicalAlias().isEmpty()) {
            l.body(l.body()
                    .withAliases(l.body().aliases().stream()
                            .map(sight -> sight.kind() == Kind.OURS ? AliasSight.ask(sight.alias()) : sight)
                            .toList()));
        }
        l.body(l.body().with(AliasSight.ours(alias)));
    }

    /** Some alias isn't ours any more: each is looked up. */
    static void distrust(Lesson l) {
        Set<RoomAlias> all = new LinkedHashSet<>();
        l.body().aliases().forEach(sight -> all.add(sight.alias()));
        l.body().observed().canonicalAlias().ifPresent(all::add);
        all.addAll(l.body().observed().alternatives());
        if (l.sent.call() instanceof MatrixCall.PutState put && put.state() instanceof RoomState.CanonicalAlias sent) {
            sent.alias().ifPresent(all::add);
            all.addAll(sent.alternatives());
        }
        List<AliasSight> sights = new ArrayList<>();
        all.forEach(alias -> sights.add(AliasSight.ask(alias)));
        RoomBody body = l.body().withAliases(List.copyOf(sights));
        l.body(body.with(body.observed().withAliases(Optional.empty(), List.of())));
    }
}
