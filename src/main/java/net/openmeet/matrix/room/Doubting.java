package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.MemberSlot.Condition;

/**
 * A room that answers as if it were gone. The bot tries to enter it, which also brings a bot back that was kicked; where the room is
 * unknown and no alias points to it, twice and half a minute apart, it is gone and is made anew.
 */
final class Doubting {
    static final String BOT = "bot";

    private static final Target TARGET = Target.room("room");
    private static final Target ALIAS = Target.room("alias");

    private Doubting() {}

    static Optional<Plan> next(Planning p) {
        return p.body().home().doubt().flatMap(doubt -> next(p, doubt).or(() -> Optional.of(waiting(p, doubt))));
    }

    private static Optional<Plan> next(Planning p, Doubt doubt) {
        if (doubt.shutSince().isPresent()) {
            return letIn(p, doubt.shutSince().get());
        }
        if (!doubt.asked()) {
            return p.call(new MatrixCall.Join(p.room(), p.policy.bot()), TARGET);
        }
        for (RoomAlias alias : aliases(p.body(), p.desired)) {
            if (!doubt.sawAlias(alias)) {
                return p.call(new MatrixCall.LookupAlias(alias), ALIAS);
            }
        }
        if (!doubt.again() && p.now.isBefore(secondLook(p, doubt))) {
            return Optional.empty();
        }
        if (doubt.again() && !doubt.here().isEmpty()) {
            return p.call(new MatrixCall.DeleteAlias(doubt.here().getFirst()), ALIAS);
        }
        p.body(p.body().with(p.body().home().with(Optional.of(doubt.secondLook()))));
        return p.call(new MatrixCall.Join(p.room(), p.policy.bot()), TARGET);
    }

    private static Plan waiting(Planning p, Doubt doubt) {
        return doubt.shutSince()
                .map(since -> new Plan.Wait(
                        WaitReason.MISCONFIGURED,
                        Optional.of(since.plus(p.policy.patience().recheck()))))
                .orElseGet(() -> new Plan.Wait(WaitReason.ROOM_GONE, Optional.of(secondLook(p, doubt))));
    }

    private static Instant secondLook(Planning p, Doubt doubt) {
        return doubt.since().plus(p.policy.patience().secondLook());
    }

    /** The room is there but doesn't let the bot in: as somebody who may invite it, else somebody has to mend it. */
    private static Optional<Plan> letIn(Planning p, Instant since) {
        RoomBody body = p.body();
        int level = body.power().levels().map(levels -> levels.toInvite()).orElse(0);
        List<UserId> allies = LevelRules.allies(body, p.policy, Math.max(level, 1));
        if (!allies.isEmpty() && body.power().unhelpful().size() < 3) {
            return p.call(new MatrixCall.Invite(p.room(), p.policy.bot(), Optional.of(allies.getFirst())), TARGET);
        }
        if (!p.now.isBefore(since.plus(p.policy.patience().recheck()))) {
            p.body(body.with(body.home().with(Optional.of(Doubt.since(p.now)))));
            return p.call(new MatrixCall.Join(p.room(), p.policy.bot()), TARGET);
        }
        String room = p.room().value();
        if (!body.wasRefused(BOT, room)) {
            p.refuse(TARGET, Optional.empty(), "misconfigured", "The bot may not enter " + room);
            p.body(body.withRefused(
                    BOT,
                    room,
                    new Problem("misconfigured", Optional.empty(), "The bot may not enter its room", p.now)));
        }
        return Optional.empty();
    }

    private static Set<RoomAlias> aliases(RoomBody body, Optional<DesiredRoom> desired) {
        Set<RoomAlias> aliases = new LinkedHashSet<>();
        body.aliases().forEach(sight -> aliases.add(sight.alias()));
        body.observed().canonicalAlias().ifPresent(aliases::add);
        desired.ifPresent(room -> aliases.add(room.alias()));
        return aliases;
    }

    /** What the bot's attempt to enter its own room came to. */
    static void learnEntry(Lesson l) {
        Doubt doubt = l.body().home().doubt().orElseGet(() -> Doubt.since(l.now));
        if (l.isDone()) {
            l.body(l.body().with(l.body().home().with(Optional.empty()).withUnread(true)));
        } else if (l.isRoomUnknown()) {
            doubt(l, doubt.roomUnknown());
        } else if (l.outcome instanceof Outcome.Contradicted || l.outcome instanceof Outcome.Rejected) {
            doubt(l, doubt.shut(l.now));
        }
    }

    /** What an invitation of the bot by somebody else came to. */
    static void learnInvite(Lesson l, UserId ally) {
        Doubt doubt = l.body().home().doubt().orElseGet(() -> Doubt.since(l.now));
        if (!(l.outcome instanceof Outcome.Retry) && !l.isUncertain()) {
            // Whatever came of it, they were tried: the next attempt is as somebody else.
            l.body(l.body().with(l.body().power().without(ally)));
        }
        if (l.isDone()) {
            doubt(l, doubt.open());
        }
    }

    static void learnAlias(Lesson l, Doubt doubt, RoomAlias alias) {
        switch (l.outcome) {
            case Outcome.Applied ignored -> {
                Optional<RoomId> room = l.seen(Seen.AliasTarget.class).map(Seen.AliasTarget::room);
                doubt(
                        l,
                        doubt.points(
                                alias, room.isPresent() && room.equals(l.body().roomId())));
            }
            case Outcome.AlreadySo ignored -> doubt(l, doubt.points(alias, false));
            case Outcome.Rejected ignored -> doubt(l, doubt.points(alias, false));
            case Outcome.RoomUnknown ignored -> doubt(l, doubt.points(alias, false));
            case Outcome.Contradicted ignored -> doubt(l, doubt.points(alias, false));
            case Outcome.Retry ignored -> {}
            case Outcome.CredentialRejected ignored -> {}
            case Outcome.Uncertain ignored -> {}
        }
    }

    /** A dead room's alias is taken away from it, so that the next room can have it. */
    static void learnDeletion(Lesson l, Doubt doubt, RoomAlias alias) {
        if (l.isDone() || l.outcome instanceof Outcome.Rejected || l.outcome instanceof Outcome.Contradicted) {
            doubt(l, doubt.points(alias, false));
        }
    }

    /** Holds on to the doubt, or concludes from it. */
    private static void doubt(Lesson l, Doubt doubt) {
        boolean saw = aliases(l.body(), l.desired()).stream().allMatch(doubt::sawAlias);
        // A raised epoch says that the database was replaced, so it isn't a homeserver that is only starting.
        boolean certain = doubt.again() || l.body().home().upheaval().isPresent();
        if (certain && doubt.asked() && saw && doubt.here().isEmpty()) {
            gone(l);
        } else {
            l.body(l.body().with(l.body().home().with(Optional.of(doubt))));
        }
    }

    /** The room is gone: the next one is made for everybody, and a deleted one is done with. */
    private static void gone(Lesson l) {
        RoomBody body = l.body();
        boolean deleted = body.said().deleted();
        Set<RoomAlias> wanted = new LinkedHashSet<>();
        l.desired().filter(DesiredRoom::wanted).ifPresent(room -> wanted.add(room.alias()));
        if (body.home().upheaval().isPresent()) {
            // A backup may hold an earlier room of the lane, under any name it ever had.
            wanted.addAll(aliases(body, l.desired()));
            l.desired().ifPresent(room -> wanted.addAll(room.formerAliases()));
        }
        Home home = body.home().lost();
        l.body(body.with(home.withClosing(deleted && home.roomId().isPresent()))
                .with(Observed.nothing())
                .with(Power.unknown())
                .with(Evictions.none())
                .withAliases(wanted.stream().map(AliasSight::ask).toList()));
        if (!deleted) {
            l.slots.forEach(
                    slot -> l.change(Seat.with(Seat.inEra(slot, l.body().home().era()), Condition.dirty(l.now))));
        }
    }
}
