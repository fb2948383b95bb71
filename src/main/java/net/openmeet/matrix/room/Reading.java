package net.openmeet.matrix.room;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.AliasSight.Kind;
import net.openmeet.matrix.room.MemberSlot.Condition;
import net.openmeet.matrix.room.MemberSlot.Presence;
import org.jspecify.annotations.Nullable;

/** Reads a whole room, and sets what is believed of it and its members right. Differences are driven afterwards, not here. */
final class Reading {
    private static final Target TARGET = Target.room("reading");

    private Reading() {}

    static Optional<Plan> next(Planning p) {
        return p.body().home().unread() ? read(p) : Optional.empty();
    }

    static Optional<Plan> read(Planning p) {
        return p.wasRefused("reading", RoomLearning.READ)
                ? Optional.empty()
                : p.call(new MatrixCall.ReadRoom(p.room()), TARGET);
    }

    static void learn(Lesson l) {
        if (l.outcome instanceof Outcome.Applied) {
            l.seen(Seen.RoomReading.class)
                    .filter(seen -> Ownership.isIn(seen, l.policy.bot()))
                    .ifPresentOrElse(
                            seen -> apply(l, seen), () -> l.body(l.body().doubting(l.now)));
        }
        l.rejection().ifPresent(failure -> {
            l.refuse("reading", RoomLearning.READ, failure);
            l.body(l.body().with(l.body().home().withUnread(false)));
        });
        l.doubtIfUnknown();
    }

    /** Takes a room that was found as this lane's, to complete what is missing of it. */
    static void adopt(Lesson l, AliasSight sight, Seen.RoomReading seen) {
        RoomBody body = l.body();
        l.body(body.with(body.home()
                        .in(sight.room().orElseThrow(), seen.roomVersion(), Ownership.unbounded(seen, l.policy), true)
                        .withStrangersFrom(Optional.of(
                                l.now.plus(l.policy.patience().secondLook().multipliedBy(2)))))
                .withAliases(aliasesBeside(l, sight.alias())));
        apply(l, seen);
    }

    /** An instance that had the lane before may have given the room any alias that was ever wanted: those are looked up again. */
    private static List<AliasSight> aliasesBeside(Lesson l, RoomAlias ours) {
        List<AliasSight> sights = new ArrayList<>(List.of(AliasSight.ours(ours)));
        if (l.body().home().lateUntil().isPresent()) {
            l.body().aliases().stream()
                    .filter(sight -> !sight.alias().equals(ours))
                    .forEach(sight -> sights.add(AliasSight.ask(sight.alias())));
        }
        return List.copyOf(sights);
    }

    private static void apply(Lesson l, Seen.RoomReading seen) {
        RoomBody body = l.body();
        boolean upheaval = body.home().upheaval().isPresent();
        boolean rejoining = body.home().isRejoining();
        List<AliasSight> aliases = body.home().unread() ? inQuestion(body) : body.aliases();
        Set<RoomAlias> shown = new LinkedHashSet<>(seen.alternatives());
        seen.canonicalAlias().ifPresent(shown::add);
        for (RoomAlias alias : shown) {
            if (body.sight(alias).filter(known -> known.kind() != Kind.FREE).isEmpty()) {
                // The state may name one that points elsewhere by now.
                aliases = AliasSight.replace(aliases, AliasSight.ask(alias));
            }
        }
        boolean unbounded = Ownership.unbounded(seen, l.policy);
        Power power = seen.levels()
                .map(body.power()::read)
                .orElseGet(() -> body.power().readNone(LevelRules.defaults(l.policy.bot(), unbounded)));
        l.body(body.withAliases(aliases)
                .with(Observed.of(seen))
                .with(power)
                .with(body.home()
                        .read(seen.roomVersion(), unbounded)
                        .withUnclaimed(Ownership.isUnclaimed(seen, l.policy))));
        Set<UserId> members = l.body().home().closing() ? Set.of() : members(l, seen, upheaval, rejoining);
        l.body(l.body().with(evictions(l, seen, members).withTooHigh(tooHigh(l, seen, members))));
        if (l.body().home().lateUntil().isEmpty()) {
            l.body(l.body().with(l.body().home().withLateNames(Map.of())));
        }
    }

    /**
     * A room's state names its aliases, and not whether they still lead to it: a moderator may have deleted one, or another lane have
     * taken over what was only an alternative.
     */
    private static List<AliasSight> inQuestion(RoomBody body) {
        return body.aliases().stream()
                .map(sight -> sight.kind() == Kind.OURS ? AliasSight.ask(sight.alias()) : sight)
                .toList();
    }

    /**
     * Sets every slot's presence right. Returns the names of all who have one.
     *
     * @param upheaval whether the room may be older than what is known of it, as one in a restored backup is
     * @param rejoining whether who left is to come back
     */
    private static Set<UserId> members(Lesson l, Seen.RoomReading seen, boolean upheaval, boolean rejoining) {
        Set<UserId> known = new HashSet<>();
        l.slots.forEach(slot -> {
            Seat seat = Seat.of(slot, l.body(), l.policy);
            seat.subject().ifPresent(known::add);
            seat.slot().seenAs().ifPresent(known::add);
            known.addAll(seat.slot().former());
            slot.past().filter(names -> upheaval).ifPresent(known::addAll);
            List<UserId> late = l.body()
                    .home()
                    .lateNames()
                    .orElse(Map.of())
                    .getOrDefault(seat.slot().person().id(), List.of());
            MemberSlot shown = seenIn(seen, seat, late, upheaval, l.policy);
            MemberSlot next = seat.wish().in() ? wanted(shown, seat, seen, rejoining) : shown;
            known.addAll(next.former());
            Seat after = new Seat(next, seat.wish());
            boolean work = after.hasWork() || !LevelWrites.isSettled(after, l.body());
            boolean moved = next.presence() != slot.presence();
            // What was refused before an upheaval may be accepted after it.
            boolean givenUp = !upheaval
                    && slot.condition()
                            .waiting()
                            .filter(WaitReason.DEAD_LETTERED::equals)
                            .isPresent();
            boolean dirty = slot.condition().state() == Condition.State.DIRTY;
            MemberSlot changed =
                    !dirty && (moved || (work && !givenUp)) ? Seat.with(next, Condition.dirty(l.now)) : next;
            if (!changed.equals(slot)) {
                l.change(changed);
            }
        });
        return known;
    }

    /** Who OpenMeet wants in: who is banned can't come, whatever kept them out before; who left can, if somebody asked for them. */
    private static MemberSlot wanted(MemberSlot slot, Seat seat, Seen.RoomReading seen, boolean rejoining) {
        boolean banned = seat.subject()
                .map(user -> seen.members().get(user))
                .filter(membership -> membership.state() == Membership.State.BAN)
                .isPresent();
        if (banned) {
            return Seat.with(slot, Presence.BANNED, slot.seenAs());
        }
        return rejoining && slot.presence() == Presence.LEFT ? Seat.with(slot, Presence.OUT, slot.seenAs()) : slot;
    }

    private static MemberSlot seenIn(
            Seen.RoomReading seen, Seat seat, List<UserId> late, boolean upheaval, Policy policy) {
        MemberSlot slot = seat.slot();
        Set<UserId> listed =
                seen.levels().map(levels -> levels.users().keySet()).orElse(Set.of());
        List<UserId> names = upheaval ? slot.everyOtherName(seat.subject()) : slot.former();
        List<UserId> former = Stream.concat(names.stream(), late.stream())
                .distinct()
                .filter(user -> !seat.subject().filter(user::equals).isPresent() || names.contains(user))
                .filter(user -> isHere(seen.members().get(user)) || listed.contains(user))
                .toList();
        Optional<UserId> subject = seat.subject();
        if (subject.isEmpty()) {
            return Seat.with(slot, slot.era(), slot.presence(), slot.seenAs(), former, slot.condition());
        }
        Membership membership = seen.members().get(subject.get());
        Presence presence = presence(slot.presence(), membership, subject.get(), upheaval, policy);
        Optional<UserId> seenAs = membership == null && !listed.contains(subject.get()) ? slot.seenAs() : subject;
        return Seat.with(slot, slot.era(), presence, seenAs, former, slot.condition());
    }

    /**
     * Who is out by OpenMeet's word stays so: that they left on their own was before it. Who left on their own, or was banned, stays so
     * in a restored room that is older and shows them invited or put out by us; but who is in it, is in.
     */
    private static Presence presence(
            Presence known, @Nullable Membership membership, UserId user, boolean upheaval, Policy policy) {
        if (membership == null) {
            return known == Presence.OUT || Seat.respected(known) ? known : Presence.NONE;
        }
        Presence seen = OurReason.presence(membership, user, policy);
        if (upheaval && Seat.respected(known) && !Seat.respected(seen) && seen != Presence.JOINED) {
            return known;
        }
        return known == Presence.OUT && Seat.respected(seen) ? Presence.OUT : seen;
    }

    private static boolean isHere(@Nullable Membership membership) {
        return membership != null
                && (membership.state() == Membership.State.JOIN || membership.state() == Membership.State.INVITE);
    }

    /** Only OpenMeet's own integration lets hosts stand as high as the bot, and never takes it away: as themselves they can come down. */
    private static List<UserId> tooHigh(Lesson l, Seen.RoomReading seen, Set<UserId> members) {
        if (!Ownership.isLegacy(seen, l.policy)) {
            return List.of();
        }
        return Ownership.asHighAsBot(seen, l.policy, Policy.BOT_LEVEL).stream()
                .filter(user -> !members.contains(user) && user.server().equals(l.policy.server()))
                .toList();
    }

    private static Evictions evictions(Lesson l, Seen.RoomReading seen, Set<UserId> members) {
        boolean closing = l.body().home().closing();
        if (!closing && l.desired().filter(DesiredRoom::membersOnly).isEmpty()) {
            return Evictions.none();
        }
        List<UserId> out = new ArrayList<>();
        seen.members().forEach((user, membership) -> {
            boolean stays = user.equals(l.policy.bot())
                    || (!closing
                            && (members.contains(user)
                                    || l.policy.legacyCreators().contains(user)));
            boolean gaveUp = l.body().wasRefused("strangers:" + user, "out");
            if (isHere(membership) && !stays && !gaveUp) {
                out.add(user);
            }
        });
        return Evictions.of(out);
    }
}
