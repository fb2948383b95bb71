package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.HeldBack;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.WaitReason;

/** Puts a lane that has nothing to send where it belongs: on the agenda for later, or off it. Owned by the stream thread. */
final class Resting {
    /** What a slot waits for and the lane is converged all the same: only a newer fact or an operator changes it. */
    private static final Set<WaitReason> CONCLUDED =
            Set.copyOf(EnumSet.of(WaitReason.LEFT, WaitReason.BANNED, WaitReason.DEAD_LETTERED));

    private final LaneTable table;
    private final Agenda agenda;
    private final Tellings tellings;
    private final Quarantine quarantine;
    private final Latency latency;
    private final Observer.OfTask observer;

    Resting(
            LaneTable table,
            Agenda agenda,
            Tellings tellings,
            Quarantine quarantine,
            Latency latency,
            Observer.OfTask observer) {
        this.table = table;
        this.agenda = agenda;
        this.tellings = tellings;
        this.quarantine = quarantine;
        this.latency = latency;
        this.observer = observer;
    }

    /** Nothing to send until something changes, or at {@code verifyAt} the lane is looked at anyway. */
    void wait(LaneKey lane, Plan.Wait wait, Optional<Instant> verifyAt, Tenant tenant, Instant now) {
        Instant recheck = recheck(lane, wait.reason(), tenant, now);
        Instant until = wait.until().filter(recheck::isAfter).orElse(recheck);
        Instant next = table.slots().nextAfter(lane, now).filter(until::isAfter).orElse(until);
        agenda.waiting(lane, wait.reason(), sooner(next, verifyAt), now);
    }

    /** Nothing left to do but to wait for slots, to forget who was deleted, or to leave the agenda. */
    void settle(LaneKey lane, LaneRecord record, Tenant tenant, Instant now) {
        if (record.room().filter(HeldBack::any).isEmpty()) {
            latency.settled(lane);
        }
        Optional<Instant> verifyAt = record.progress().verifyAt();
        Optional<Instant> retry = table.slots().nextAfter(lane, now);
        if (retry.isPresent()) {
            boolean wanting = record.tally().waiting().containsKey(WaitReason.CREDENTIAL);
            WaitReason reason = wanting ? WaitReason.CREDENTIAL : WaitReason.RETRY;
            agenda.waiting(lane, reason, sooner(retry.get(), verifyAt), now);
            return;
        }
        Optional<Boolean> purged = quarantine.guarded(
                lane,
                () -> record.room().filter(body -> body.purgeable()).isEmpty()
                        || table.slots().purge(lane, 500));
        if (purged.isEmpty()) {
            return;
        }
        Optional<WaitReason> waiting = waiting(record);
        if (!purged.get()) {
            agenda.due(lane, now, true, now);
        } else if (waiting.isPresent()) {
            Instant recheck = recheck(lane, waiting.get(), tenant, now);
            agenda.waiting(lane, waiting.get(), sooner(recheck, verifyAt), now);
        } else {
            agenda.entry(lane).ifPresent(entry -> observer.converged(lane, entry.since(), now));
            verifyAt.ifPresentOrElse(at -> agenda.verifying(lane, at), () -> agenda.remove(lane));
            LaneRecord done = record.with(record.progress().converged());
            if (!done.equals(record)) {
                table.put(lane, done);
                tellings.changed(lane, done, now);
            }
        }
    }

    /** What the lane waits for, if anything that isn't concluded. */
    private static Optional<WaitReason> waiting(LaneRecord record) {
        if (record.room().filter(HeldBack::any).isPresent()) {
            return Optional.of(WaitReason.MISCONFIGURED);
        }
        return record.tally().waiting().keySet().stream()
                .filter(reason -> !CONCLUDED.contains(reason))
                .findFirst();
    }

    private static Instant recheck(LaneKey lane, WaitReason reason, Tenant tenant, Instant now) {
        return Optional.of(reason)
                .filter(WaitReason.MISCONFIGURED::equals)
                .flatMap(ignored -> tenant.misconfiguration().nextLook(lane))
                .orElseGet(() -> now.plus(tenant.policy().patience().recheck()));
    }

    private static Instant sooner(Instant one, Optional<Instant> other) {
        return other.filter(one::isAfter).orElse(one);
    }
}
