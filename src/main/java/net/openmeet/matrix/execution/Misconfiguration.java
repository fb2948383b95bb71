package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.log.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a refusal that is one room's or person's own from one that everybody gets. Where {@value Streak#MANY} of them in a row are
 * refused one kind of call with one error code, and nobody is granted it between, it is the configuration, ours or the
 * homeserver's: said once, and everybody waits, while one call a pause is let through to see whether it was corrected.
 *
 * <p>One for each tenant, shared by all stream threads: every method is synchronized and short. Nothing of it survives a restart:
 * who waits then is asked again at its next look, and the first {@value Streak#MANY} of them find it out anew.
 */
public final class Misconfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(Misconfiguration.class);
    /** Who was refused again after so many ends of it, while others were served, has a problem of their own. */
    private static final int MOST_TURNS = 3;

    private final String tenant;
    private final Backoff backoff;
    private final Map<CallKind, Streak> streaks = new HashMap<>();
    private final Set<CallKind> granted = new HashSet<>();
    private final Map<LaneKey, Turns> parked = new HashMap<>();
    private int ends;

    /** How often it ended for a lane that was refused again afterwards. */
    private record Turns(int lastEnd, int count) {}

    /** What is to be made of a refusal. */
    enum Verdict {
        /** Nobody knows yet: to be asked once more before it is believed. */
        ONCE_MORE,
        /** To be dead-lettered. */
        ITS_OWN,
        /** To wait until it is over. */
        EVERYBODYS
    }

    /**
     * What a lane remembers of its refusals.
     *
     * @param doubted whether it is the second one, after {@link Verdict#ONCE_MORE}
     * @param waited whether it waited for a misconfiguration to end and nothing went well since
     */
    record Past(boolean doubted, boolean waited) {}

    /** For one tenant. */
    public Misconfiguration(String tenant, Backoff backoff) {
        this.tenant = tenant;
        this.backoff = backoff;
    }

    /** A call was refused in a way that may be everybody's. */
    synchronized Verdict refused(CallKind kind, LaneKey lane, Outcome.Failure failure, Past past, Instant now) {
        Streak streak = streaks.get(kind);
        if (streak == null || !(streak.stands() || streak.isOf(failure))) {
            streak = new Streak(failure);
            streaks.put(kind, streak);
        }
        if (streak.add(lane, failure)) {
            streak.pause(now.plus(backoff.delay(0, Optional.empty())));
            Fields.of(LOG.atError())
                    .with(Fields.TENANT, tenant)
                    .errcode(failure.errcode())
                    .log(
                            "Tenant {}: {} rooms or people in a row were refused {} with {}. That looks like a misconfiguration: whoever"
                                    + " needs it waits until it is corrected, and nothing is dead-lettered for it",
                            tenant,
                            Streak.MANY,
                            kind,
                            Streak.words(failure));
        }
        if (streak.stands()) {
            if (isTheirOwn(lane)) {
                return Verdict.ITS_OWN;
            }
            streak.waits(lane);
            return Verdict.EVERYBODYS;
        }
        if (past.waited() && !granted.contains(kind)) {
            // Found out before a restart, and nothing has shown since that it is over.
            return Verdict.EVERYBODYS;
        }
        if (past.doubted()) {
            streak.dismissed(lane);
            return Verdict.ITS_OWN;
        }
        return Verdict.ONCE_MORE;
    }

    private boolean isTheirOwn(LaneKey lane) {
        Turns before = parked.getOrDefault(lane, new Turns(ends, 0));
        Turns turns = before.lastEnd() == ends ? before : new Turns(ends, before.count() + 1);
        parked.put(lane, turns);
        if (turns.count() >= MOST_TURNS) {
            parked.remove(lane);
            return true;
        }
        return false;
    }

    /** A call was granted. Returns who was dead-lettered for the like before it was clear that it is everybody's: to be poked. */
    synchronized List<LaneKey> granted(CallKind kind, LaneKey lane) {
        granted.add(kind);
        Streak streak = streaks.remove(kind);
        if (streak == null || !streak.stands()) {
            return List.of();
        }
        parked.remove(lane);
        ends++;
        Fields.of(LOG.atInfo())
                .with(Fields.TENANT, tenant)
                .log("Tenant {}: {} is granted again; whoever waited for it goes on", tenant, kind);
        return new ArrayList<>(streak.dismissed());
    }

    /**
     * Asked right before a call is sent: why it has to wait, if it has to. Of those that would be refused, one a pause is let through; the
     * first to be held back comes again when the pause is over, so that there is one.
     */
    synchronized Optional<Outcome.Failure> heldBack(CallKind kind, LaneKey lane, Instant now) {
        Streak streak = streaks.get(kind);
        if (streak == null || !streak.stands()) {
            return Optional.empty();
        }
        if (!now.isBefore(streak.next())) {
            streak.pause(now.plus(backoff.delay(streak.probes(), Optional.empty())));
            return Optional.empty();
        }
        streak.waits(lane);
        return Optional.of(streak.failure());
    }

    /** When a lane that waits is to look again, if it is one that was chosen to find out. */
    synchronized Optional<Instant> nextLook(LaneKey lane) {
        return streaks.values().stream()
                .filter(streak -> streak.stands() && streak.isScout(lane))
                .map(Streak::next)
                .min(Instant::compareTo);
    }

    /** Who of those that wait is to look now, because the one that should have found out didn't come. */
    synchronized List<LaneKey> overdue(Instant now) {
        return streaks.values().stream()
                .flatMap(streak -> streak.standIns(now).stream())
                .toList();
    }

    /** How often it ended: where this grew, those that wait are to look again. */
    synchronized int ends() {
        return ends;
    }

    /** How many kinds of calls everybody is refused at present. */
    public synchronized int standing() {
        return (int) streaks.values().stream().filter(Streak::stands).count();
    }
}
