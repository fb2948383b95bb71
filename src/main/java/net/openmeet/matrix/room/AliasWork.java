package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.AliasSight.Kind;

/** Finds out, call by call, whose room an alias points to, until it is ours, free, or somebody else's for now. */
final class AliasWork {
    static final Target TARGET = Target.room("alias");
    private static final String ALIAS = "alias";
    private static final String NOT_OURS = " points to a room that isn't ours";

    private AliasWork() {}

    /** The next call about one alias; empty where there is none now, which may be noted as a wait. */
    static Optional<Plan> step(Planning p, AliasSight sight) {
        return switch (sight.kind()) {
            case ASK -> p.call(new MatrixCall.LookupAlias(sight.alias()), TARGET);
            case POINTS -> p.call(new MatrixCall.ReadRoom(sight.room().orElseThrow()), TARGET);
            case CLOSED -> p.call(new MatrixCall.Join(sight.room().orElseThrow(), p.policy.bot()), TARGET);
            case TAKE -> p.call(new MatrixCall.DeleteAlias(sight.alias()), TARGET);
            case LEAVE ->
                p.call(
                        new MatrixCall.Leave(sight.room().orElseThrow(), p.policy.bot(), OurReason.JUST_LOOKING),
                        TARGET);
            case DEAD -> later(p, sight, WaitReason.ORPHAN_ALIAS);
            case HELD -> later(p, sight, WaitReason.ALIAS_HELD);
            case FOREIGN -> foreign(p, sight);
            case FREE, OURS -> Optional.empty();
        };
    }

    private static Optional<Plan> later(Planning p, AliasSight sight, WaitReason reason) {
        boolean dead = sight.kind() == Kind.DEAD;
        Instant due = sight.at()
                .orElse(p.now)
                .plus(
                        dead
                                ? p.policy.patience().secondLook()
                                : p.policy.patience().recheck());
        if (p.now.isBefore(due)) {
            p.waitFor(reason, Optional.of(due));
            return Optional.empty();
        }
        AliasSight next = dead ? sight.secondLook() : AliasSight.ask(sight.alias());
        p.body(p.body().with(next));
        return step(p, next);
    }

    private static Optional<Plan> foreign(Planning p, AliasSight sight) {
        String alias = sight.alias().toString();
        if (!p.body().wasRefused(ALIAS, alias)) {
            String detail = alias + NOT_OURS;
            p.refuse(TARGET, Optional.empty(), "foreign-alias", detail);
            p.body(p.body().withRefused(ALIAS, alias, new Problem("foreign-alias", Optional.empty(), detail, p.now)));
        }
        p.waitFor(WaitReason.DEAD_LETTERED, Optional.empty());
        return Optional.empty();
    }

    /** Where the alias points. */
    static void learnLookup(Lesson l, AliasSight sight) {
        boolean wanted = l.body().roomId().isEmpty()
                || l.desired()
                        .filter(room -> room.alias().equals(sight.alias()))
                        .isPresent();
        switch (l.outcome) {
            case Outcome.Applied ignored -> {
                Optional<RoomId> room = l.seen(Seen.AliasTarget.class).map(Seen.AliasTarget::room);
                if (room.isPresent() && room.equals(l.body().roomId())) {
                    boolean drop = l.body().said().deleted();
                    l.body(l.body()
                            .with(drop ? sight.pointing(room.get(), Kind.TAKE) : AliasSight.ours(sight.alias())));
                } else if (wanted) {
                    l.body(l.body().with(pointing(sight, room)));
                } else {
                    forget(l, sight.alias());
                }
            }
            case Outcome.Rejected ignored -> l.body(l.body().with(sight.as(Kind.FOREIGN)));
            case Outcome.Contradicted ignored -> l.body(l.body().with(sight.as(Kind.FOREIGN)));
            case Outcome.RoomUnknown ignored -> l.body(l.body().with(pointing(sight, Optional.empty())));
            case Outcome.AlreadySo ignored -> {}
            case Outcome.Retry ignored -> {}
            case Outcome.CredentialRejected ignored -> {}
            case Outcome.Uncertain ignored -> {}
        }
    }

    /** An alias of a room that was dead half a minute ago needs no second reading: only to be tried once more. */
    private static AliasSight pointing(AliasSight sight, Optional<RoomId> room) {
        AliasSight anew = AliasSight.ask(sight.alias());
        if (room.isEmpty()) {
            return anew.as(Kind.FREE);
        }
        return sight.again() && sight.room().equals(room)
                ? sight.pointing(room.get(), Kind.CLOSED)
                : anew.pointing(room.get(), Kind.POINTS);
    }

    /**
     * An alias that isn't the room's any more, nor to be its again. It is remembered until the room's state doesn't name it, and no call
     * can put it late.
     */
    static void forget(Lesson l, RoomAlias alias) {
        boolean remembered = l.body().observed().names(alias) || l.body().home().mayChangeLate(l.now);
        RoomBody body = remembered
                ? l.body().with(AliasSight.ask(alias).as(Kind.FREE))
                : l.body().without(alias);
        Optional<Fact.RoomStated> fact = body.said().fact();
        l.body(body.with(body.said()
                .withoutFormer(slug -> fact.filter(its ->
                                DesiredRoom.alias(l.lane, its, slug, l.policy).equals(alias))
                        .isPresent())));
    }

    /** Whose the room is that an alias points to. */
    static void learnReading(Lesson l, AliasSight sight) {
        switch (l.outcome) {
            case Outcome.Applied ignored ->
                l.seen(Seen.RoomReading.class).ifPresentOrElse(seen -> judge(l, sight, seen), () -> outside(l, sight));
            case Outcome.Rejected ignored -> outside(l, sight);
            case Outcome.RoomUnknown ignored -> outside(l, sight);
            case Outcome.Contradicted ignored -> outside(l, sight);
            case Outcome.AlreadySo ignored -> {}
            case Outcome.Retry ignored -> {}
            case Outcome.CredentialRejected ignored -> {}
            case Outcome.Uncertain ignored -> {}
        }
    }

    private static void judge(Lesson l, AliasSight sight, Seen.RoomReading seen) {
        Set<UserId> expected = new HashSet<>();
        l.slots.forEach(slot -> {
            slot.seenAs().ifPresent(expected::add);
            MemberWish.of(slot, l.policy).user().ifPresent(expected::add);
            expected.addAll(slot.former());
        });
        List<RoomAlias> former = l.desired().map(DesiredRoom::formerAliases).orElse(List.of());
        switch (Ownership.of(seen, sight.alias(), former, l.lane, l.policy, expected)) {
            case OURS -> {
                if (l.body().roomId().isEmpty()) {
                    Reading.adopt(l, sight, seen);
                } else {
                    // A second room of this lane: one that seemed gone and came back.
                    l.body(l.body().with(sight.as(Kind.TAKE)));
                }
            }
            case OUTSIDE -> outside(l, sight);
            case OTHERS_ALTERNATIVE -> l.body(l.body().with(sight.as(Kind.TAKE)));
            case OTHERS -> l.body(l.body().with(sight.as(Kind.HELD, l.now)));
            case FOREIGN -> {
                l.body(l.body().with(sight.as(sight.entered() ? Kind.LEAVE : Kind.FOREIGN)));
                refuse(l, sight, Ownership.whyForeign(seen, l.policy, expected));
            }
        }
    }

    /** While it is known what is wrong with the room: an operator has to know whom to ask, or to configure. */
    private static void refuse(Lesson l, AliasSight sight, String why) {
        String alias = sight.alias().toString();
        boolean wanted =
                l.desired().filter(room -> room.alias().equals(sight.alias())).isPresent();
        if (wanted && !l.body().wasRefused(ALIAS, alias)) {
            Problem problem = new Problem("foreign-alias", Optional.empty(), alias + NOT_OURS + ": " + why, l.now);
            l.body(l.body().withRefused(ALIAS, alias, problem));
            l.refuse(new Refusal(TARGET, Optional.empty(), problem));
        }
    }

    private static void outside(Lesson l, AliasSight sight) {
        l.body(l.body().with(sight.as(sight.entered() ? Kind.FOREIGN : Kind.CLOSED)));
    }

    /** Whether the room lets the bot in: a room that nobody is in is known to nobody. */
    static void learnEntry(Lesson l, AliasSight sight) {
        if (l.isDone()) {
            l.body(l.body().with(sight.afterEntering()));
        } else if (l.isRoomUnknown()) {
            l.body(l.body().with(sight.again() ? sight.as(Kind.TAKE) : sight.as(Kind.DEAD, l.now)));
        } else if (l.outcome instanceof Outcome.Contradicted || l.outcome instanceof Outcome.Rejected) {
            l.body(l.body().with(sight.as(Kind.FOREIGN)));
        }
    }

    static void learnLeaving(Lesson l, AliasSight sight) {
        if (!(l.outcome instanceof Outcome.Retry) && !l.isUncertain()) {
            l.body(l.body().with(sight.as(Kind.FOREIGN)));
        }
    }

    static void learnDeletion(Lesson l, AliasSight sight) {
        if (l.isDone() || l.isRoomUnknown()) {
            // The canonical alias still names it: Synapse takes it out for users only, not for an application service.
            l.body(l.body().with(AliasSight.ask(sight.alias()).as(Kind.FREE)));
        } else if (l.isUncertain() || l.contradicts(Belief.ACTOR_IN_ROOM)) {
            l.body(l.body().with(AliasSight.ask(sight.alias())));
        } else if (l.outcome instanceof Outcome.Contradicted || l.outcome instanceof Outcome.Rejected) {
            l.body(l.body().with(sight.as(Kind.FOREIGN)));
        }
    }
}
