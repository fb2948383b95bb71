package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;

/**
 * All pending level changes as one write. The homeserver has no compare-and-set on levels, so they are read right before, and what
 * isn't ours is written back as it was.
 */
final class LevelWrites {
    static final Target TARGET = Target.room("levels");
    private static final String INVITE = "levels:invite";

    private LevelWrites() {}

    /** The write, held a moment while others may come with it: in a burst it is one. */
    static Optional<Plan> next(Planning p) {
        if (p.body().power().levels().isEmpty()) {
            return read(p);
        }
        if (!isPending(p)) {
            return Optional.empty();
        }
        Optional<Instant> until = holdUntil(p);
        if (until.isPresent()) {
            p.waitFor(WaitReason.SETTLING, until);
            return Optional.empty();
        }
        return write(p);
    }

    /** The write, now. */
    static Optional<Plan> write(Planning p) {
        Power power = p.body().power();
        if (power.levels().isEmpty()) {
            return read(p);
        }
        if (!isPending(p)) {
            return Optional.empty();
        }
        if (!power.fresh()) {
            return read(p);
        }
        PowerLevels levels = power.levels().get();
        int bot = power.missing() ? Integer.MAX_VALUE : p.botLevel();
        Map<UserId, Optional<Integer>> pending = pending(p);
        Map<UserId, Optional<Integer>> byBot = new LinkedHashMap<>(pending);
        byBot.keySet().removeIf(user -> levels.of(user) >= bot);
        if (bot < levels.toSend(LevelRules.EVENT_TYPE)) {
            p.waitFor(WaitReason.MISCONFIGURED, p.now, p.policy.patience().recheck());
        } else if (!byBot.isEmpty() || power.missing() || invitePending(p, levels)) {
            return put(p, levels.with(byBot).withInvite(DesiredRoom.INVITE_LEVEL), Optional.empty());
        }
        return asThemselves(p, levels, pending, bot);
    }

    /** Who equals the bot can be lowered by nobody but themselves: as them, and their own entry only. */
    private static Optional<Plan> asThemselves(
            Planning p, PowerLevels levels, Map<UserId, Optional<Integer>> pending, int bot) {
        for (Map.Entry<UserId, Optional<Integer>> change : pending.entrySet()) {
            UserId user = change.getKey();
            if (levels.of(user) < bot) {
                continue;
            }
            boolean can = p.isLocal(user)
                    && !p.body().power().unhelpful().contains(user)
                    && levels.of(user) >= levels.toSend(LevelRules.EVENT_TYPE);
            if (can) {
                return put(p, levels.with(Map.of(user, change.getValue())), Optional.of(user));
            }
            p.refuse(TARGET, Optional.empty(), "level-out-of-reach", user + " stands at or above the bot");
            p.body(refused(p.body(), user, change.getValue(), "level-out-of-reach", p.now));
        }
        return Optional.empty();
    }

    private static RoomBody refused(RoomBody body, UserId user, Optional<Integer> level, String reason, Instant now) {
        return body.withRefused(
                key(user), level.toString(), new Problem(reason, Optional.empty(), user.toString(), now));
    }

    private static String key(UserId user) {
        return "levels:" + user;
    }

    private static Optional<Plan> put(Planning p, PowerLevels next, Optional<UserId> as) {
        p.body(p.body().with(p.body().power().heldSince(Optional.empty())));
        return p.call(new MatrixCall.PutState(p.room(), new RoomState.Levels(next), as), TARGET);
    }

    static Optional<Plan> read(Planning p) {
        return p.wasRefused("levels", RoomLearning.READ)
                ? Optional.empty()
                : p.call(new MatrixCall.ReadLevels(p.room()), TARGET);
    }

    /** Whether a seat's levels are as they should be, or beyond what can be done. */
    static boolean isSettled(Seat seat, RoomBody body) {
        return body.power()
                .levels()
                .map(levels -> open(LevelRules.changes(seat, levels), body).isEmpty())
                .orElse(!seat.wish().in() && seat.slot().seenAs().isEmpty());
    }

    private static Map<UserId, Optional<Integer>> pending(Planning p) {
        Map<UserId, Optional<Integer>> pending = new LinkedHashMap<>();
        p.body().power().levels().ifPresent(levels -> {
            Map<UserId, Integer> entries = levels.users();
            if (p.closing()) {
                entries.keySet().forEach(user -> pending.put(user, Optional.empty()));
            } else {
                p.body().evictions().next().stream()
                        .filter(user ->
                                entries.containsKey(user) && !p.body().home().sparesStrangers(p.now))
                        .forEach(user -> pending.put(user, Optional.empty()));
                p.body().evictions().tooHigh().orElse(List.of()).stream()
                        // Who is below by now may have been given that level since.
                        .filter(user -> entries.getOrDefault(user, 0) >= Policy.BOT_LEVEL)
                        .forEach(user -> pending.put(user, Optional.empty()));
                p.seats.forEach(seat -> pending.putAll(LevelRules.changes(seat, levels)));
            }
        });
        pending.remove(p.policy.bot());
        return open(pending, p.body());
    }

    private static Map<UserId, Optional<Integer>> open(Map<UserId, Optional<Integer>> changes, RoomBody body) {
        Map<UserId, Optional<Integer>> open = new LinkedHashMap<>(changes);
        open.entrySet()
                .removeIf(change ->
                        body.wasRefused(key(change.getKey()), change.getValue().toString()));
        return open;
    }

    private static boolean isPending(Planning p) {
        return p.body().power().missing()
                || p.body()
                        .power()
                        .levels()
                        .filter(levels -> invitePending(p, levels))
                        .isPresent()
                || !pending(p).isEmpty();
    }

    private static boolean invitePending(Planning p, PowerLevels levels) {
        return levels.toInvite() != DesiredRoom.INVITE_LEVEL && !p.body().wasRefused(INVITE, "");
    }

    /** Until when a write waits: while people wait for accounts that are being made, and a moment after somebody came in. */
    private static Optional<Instant> holdUntil(Planning p) {
        Instant since = p.body().power().heldSince().orElse(p.now);
        Instant latest = since.plus(p.policy.patience().settleMost());
        Optional<Instant> accounts = p.seats.stream()
                .flatMap(seat -> Settling.accountDue(seat, p).stream())
                .max(Instant::compareTo);
        Optional<Instant> quiet = p.body()
                .pace()
                .lastJoin()
                .map(joined -> joined.plus(p.policy.patience().settleQuiet()));
        Optional<Instant> until = accounts.isPresent() ? accounts : quiet;
        Optional<Instant> end =
                until.map(time -> time.isAfter(latest) ? latest : time).filter(p.now::isBefore);
        if (end.isPresent()) {
            p.body(p.body().with(p.body().power().heldSince(Optional.of(since))));
        }
        return end;
    }

    /** What a read of the levels shows. */
    static void learnRead(Lesson l) {
        Power power = l.body().power();
        if (l.outcome instanceof Outcome.Applied) {
            l.body(l.body()
                    .with(l.seen(Seen.Levels.class)
                            .map(seen -> power.read(seen.levels()))
                            .orElseGet(() -> power.readNone(LevelRules.defaults(
                                    l.policy.bot(), l.body().home().unbounded())))));
        }
        l.rejection().ifPresent(failure -> l.refuse("levels", RoomLearning.READ, failure));
        l.doubtIfUnknown();
    }

    /** What a write of the levels came to. */
    static void learn(Lesson l, PowerLevels written, Optional<UserId> as) {
        Power power = l.body().power();
        switch (l.outcome) {
            case Outcome.Applied ignored -> l.body(l.body().with(power.written(written)));
            case Outcome.AlreadySo ignored -> l.body(l.body().with(power.written(written)));
            case Outcome.Uncertain ignored -> l.body(l.body().with(power.forgotten()));
            case Outcome.Rejected rejected -> failed(l, written, as, Optional.of(rejected.failure()));
            case Outcome.Contradicted contradicted -> {
                boolean nothingToFindOut = contradicted.belief() == Outcome.Belief.ACTOR_HAS_POWER && power.fresh();
                failed(l, written, as, Optional.of(contradicted.failure()).filter(failure -> nothingToFindOut));
            }
            case Outcome.RoomUnknown ignored -> failed(l, written, as, Optional.empty());
            case Outcome.CredentialRejected ignored -> failed(l, written, as, Optional.empty());
            case Outcome.Retry ignored -> {}
        }
    }

    /** As somebody else it may still go as the next one; as the bot it is over if the refusal was {@code last}. */
    private static void failed(Lesson l, PowerLevels written, Optional<UserId> as, Optional<Outcome.Failure> last) {
        if (as.isEmpty() && last.isPresent()) {
            refuse(l, written, last.get());
            return;
        }
        Power power = l.body().power();
        l.body(l.body().with(as.map(power::without).orElse(power).forgotten()));
        if (as.isEmpty()) {
            l.doubtIfUnknown();
        }
    }

    private static void refuse(Lesson l, PowerLevels written, Outcome.Failure failure) {
        PowerLevels held = l.body().power().levels().orElse(written);
        Map<UserId, Integer> before = held.users();
        Map<UserId, Integer> after = written.users();
        Problem problem = l.problem("refused", failure);
        RoomBody body = l.body();
        for (UserId user : union(before, after)) {
            if (!Objects.equals(before.get(user), after.get(user))) {
                body = refused(body, user, Optional.ofNullable(after.get(user)), problem.reason(), l.now);
            }
        }
        if (held.toInvite() != written.toInvite()) {
            body = body.withRefused(INVITE, "", problem);
        }
        l.body(body.with(body.power().missing() ? body.power().forgotten() : body.power()));
        l.refusal(problem);
    }

    private static Set<UserId> union(Map<UserId, Integer> one, Map<UserId, Integer> other) {
        Set<UserId> all = new TreeSet<>(one.keySet());
        all.addAll(other.keySet());
        return all;
    }
}
