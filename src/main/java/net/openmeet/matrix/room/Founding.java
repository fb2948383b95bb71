package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.AliasSight.Kind;
import net.openmeet.matrix.room.MemberSlot.Presence;

/**
 * Finds or makes a lane's room. A createRoom may leave a room behind whatever it answers, so every alias that was wanted since a room
 * was last confirmed is looked up before one is made.
 */
final class Founding {
    private static final Target TARGET = Target.room("room");

    /** What Synapse takes for an account that isn't exempt from its rate limits. */
    private static final int FEWER_INVITES = 10;

    private Founding() {}

    static Optional<Plan> next(Planning p) {
        RoomBody body = p.body();
        boolean wanted = p.desired.map(DesiredRoom::wanted).orElse(false);
        if (!wanted && !body.home().attempted()) {
            p.body(body.with(body.home().withClosing(false)));
            if (!body.said().deleted()) {
                p.waitFor(WaitReason.ROOM_NOT_ANNOUNCED, Optional.empty());
            }
            return Optional.empty();
        }
        Optional<Instant> settled = wanted ? settling(p) : Optional.empty();
        if (settled.isPresent()) {
            p.waitFor(WaitReason.SETTLING, settled);
            return Optional.empty();
        }
        Search search = search(p);
        if (search.plan().isPresent() || search.blocked()) {
            return search.plan();
        }
        p.body(p.body().with(p.body().home().withClosing(false)));
        return wanted ? make(p) : nothingLeft(p);
    }

    /** What was attempted left no room behind. */
    private static Optional<Plan> nothingLeft(Planning p) {
        p.body(p.body().with(p.body().home().withAttempted(false)).withAliases(List.of()));
        return next(p);
    }

    /** Until when the facts that come with a new room are waited for: its members ride on createRoom. */
    private static Optional<Instant> settling(Planning p) {
        Pace pace = p.body().pace();
        if (pace.awaitedSince().isEmpty() || p.body().home().attempted()) {
            return Optional.empty();
        }
        Instant latest = pace.awaitedSince().get().plus(p.policy.patience().settleMost());
        Instant quiet = pace.lastFold().orElse(p.now).plus(p.policy.patience().settleQuiet());
        boolean accounts =
                p.seats.stream().anyMatch(seat -> Settling.accountDue(seat, p).isPresent());
        Instant until = accounts || quiet.isAfter(latest) ? latest : quiet;
        return Optional.of(until).filter(p.now::isBefore);
    }

    private record Search(Optional<Plan> plan, boolean blocked) {}

    private static Search search(Planning p) {
        Optional<RoomAlias> current = p.desired.filter(DesiredRoom::wanted).map(DesiredRoom::alias);
        current.filter(alias -> p.body().sight(alias).isEmpty())
                .ifPresent(alias -> p.body(p.body().with(AliasSight.ask(alias))));
        askAgain(p);
        boolean blocked = false;
        boolean disbelieved = false;
        for (AliasSight sight : p.body().aliases()) {
            boolean isCurrent = current.filter(sight.alias()::equals).isPresent();
            boolean othersAnyway =
                    sight.kind() == Kind.HELD || sight.kind() == Kind.FOREIGN || sight.kind() == Kind.FREE;
            if (!isCurrent && sight.kind() == Kind.FREE && p.body().home().mayChangeLate(p.now)) {
                disbelieved = true;
                continue;
            }
            if (!isCurrent && othersAnyway) {
                p.body(p.body().without(sight.alias()));
                continue;
            }
            AliasSight known = sight.kind() == Kind.OURS ? AliasSight.ask(sight.alias()) : sight;
            Optional<Plan> plan = AliasWork.step(p, known);
            if (plan.isPresent()) {
                return new Search(plan, true);
            }
            blocked |= known.kind() != Kind.FREE;
        }
        if (disbelieved && !blocked) {
            p.waitFor(WaitReason.UNCERTAIN, p.body().home().lateUntil());
        }
        return new Search(Optional.empty(), blocked || disbelieved);
    }

    /**
     * An instance that had the lane before may have sent a createRoom that still goes on: for an alias that isn't wanted any more it
     * would make a second room, so that its absence is believed only once that can't be. For the wanted alias it does no harm: one of
     * two createRooms for one alias fails.
     */
    private static void askAgain(Planning p) {
        Home home = p.body().home();
        if (home.lateUntil().isEmpty() || home.mayChangeLate(p.now)) {
            return;
        }
        p.body(p.body().with(home.withLateUntil(Optional.empty())));
        p.body(p.body().interrupted(Optional.empty()));
    }

    private static Optional<Plan> make(Planning p) {
        DesiredRoom desired = p.desired.orElseThrow();
        Home home = p.body().home();
        if (home.notMade().isPresent()) {
            p.waitFor(WaitReason.DEAD_LETTERED, Optional.empty());
            return Optional.empty();
        }
        List<UserId> invite = new ArrayList<>();
        Map<UserId, Integer> levels = new LinkedHashMap<>();
        for (Seat seat : p.seats) {
            if (seat.wish().canJoin() && !Seat.respected(seat.presence())) {
                UserId user = seat.wish().user().orElseThrow();
                boolean invited = desired.joinRule() == JoinRule.INVITE && invite.size() < home.invitesAtOnce();
                if (invited) {
                    invite.add(user);
                }
                if (seat.wish().level() != 0) {
                    levels.put(user, seat.wish().level());
                }
                if (invited || seat.wish().level() != 0) {
                    // Whatever becomes of the call, this name may now be in a room, or have a level there.
                    p.change(Seat.with(seat.slot(), seat.presence(), Optional.of(user)));
                }
            }
        }
        p.body(p.body().with(home.withAttempted(true)));
        return p.call(
                new MatrixCall.CreateRoom(
                        desired.alias(),
                        desired.name(),
                        desired.topic(),
                        desired.joinRule(),
                        desired.listed(),
                        p.policy.roomVersion(),
                        p.lane.toString(),
                        Map.copyOf(levels),
                        DesiredRoom.INVITE_LEVEL,
                        List.copyOf(invite)),
                TARGET);
    }

    static void learn(Lesson l, MatrixCall.CreateRoom sent) {
        Optional<RoomId> room = l.seen(Seen.RoomMade.class).map(Seen.RoomMade::room);
        if (room.isPresent()) {
            made(l, sent, room.get());
            return;
        }
        Home home = l.body().home().withAttempted(true);
        if (l.contradicts(Belief.INVITES_FIT)) {
            home = home.withInvitesAtOnce(home.invitesAtOnce() > FEWER_INVITES ? FEWER_INVITES : 0);
        }
        if (l.rejection().isPresent()) {
            home = home.withNotMade(l.rejection().map(failure -> l.problem("refused", failure)));
        }
        List<AliasSight> aliases = AliasSight.replace(l.body().aliases(), AliasSight.ask(sent.alias())).stream()
                .map(sight -> AliasSight.ask(sight.alias()))
                .toList();
        l.body(l.body().with(home).withAliases(aliases));
        l.rejection().ifPresent(failure -> l.refusal(l.problem("refused", failure)));
    }

    private static void made(Lesson l, MatrixCall.CreateRoom sent, RoomId room) {
        boolean unbounded = LevelRules.creatorsUnlisted(sent.roomVersion());
        Map<UserId, Optional<Integer>> entries = new LinkedHashMap<>();
        sent.levels().forEach((user, level) -> entries.put(user, Optional.of(level)));
        PowerLevels levels =
                LevelRules.defaults(l.policy.bot(), unbounded).with(entries).withInvite(sent.inviteLevel());
        List<UserId> unmatched = new ArrayList<>(Stream.concat(sent.invite().stream(), sent.levels().keySet().stream())
                .distinct()
                .toList());
        RoomBody body = l.body();
        l.body(body.with(body.home().in(room, sent.roomVersion(), unbounded, false))
                .with(Observed.of(sent))
                .with(body.power().written(levels))
                .withAliases(List.of(AliasSight.ours(sent.alias()))));
        if (l.body().home().closing()) {
            l.body(l.body().with(Evictions.none()));
            return;
        }
        l.slots.forEach(slot -> {
            Seat seat = Seat.of(slot, l.body(), l.policy);
            Optional<UserId> user = seat.wish().user().filter(unmatched::contains);
            if (user.isPresent()) {
                unmatched.remove(user.get());
                Presence presence = sent.invite().contains(user.get()) ? Presence.INVITED : seat.presence();
                l.change(Seat.with(seat.slot(), presence, user));
            }
        });
        // Whoever got another name meanwhile was invited under the old one.
        l.body(l.body()
                .with(new Evictions(
                        sent.joinRule() == JoinRule.INVITE, List.copyOf(unmatched), false, Optional.empty())));
    }
}
