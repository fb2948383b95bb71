package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.CallTrace;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.WaitReason;

/** Whether a planned call may go, and the note in its lane that it went. Owned by the stream thread. */
final class Departures {
    private final LaneTable table;
    private final Renewal renewal;
    private final Agenda agenda;
    private final Dispatch dispatch;
    private final Answers answers;
    private final Attempts attempts;
    private final Quarantine quarantine;

    Departures(
            LaneTable table,
            Renewal renewal,
            Agenda agenda,
            Dispatch dispatch,
            Answers answers,
            Attempts attempts,
            Quarantine quarantine) {
        this.table = table;
        this.renewal = renewal;
        this.agenda = agenda;
        this.dispatch = dispatch;
        this.answers = answers;
        this.attempts = attempts;
        this.quarantine = quarantine;
    }

    /** The lane's next call goes once a ticket is granted, unless who would send it is paused. */
    void ready(LaneKey lane, Tenant tenant, Plan.Do next, Instant now) {
        if (isPaused(lane, tenant, next, now)) {
            return;
        }
        boolean backfill = agenda.entry(lane).map(AgendaEntry::backfill).orElse(false);
        dispatch.ready(lane, tenant, backfill, next);
    }

    private boolean isPaused(LaneKey lane, Tenant tenant, Plan.Do next, Instant now) {
        Optional<Instant> paused = tenant.gate()
                .pausedUntil(Senders.of(next.call(), tenant.policy().bot()));
        paused.ifPresent(until -> agenda.waiting(lane, WaitReason.HOMESERVER, until, now));
        return paused.isPresent();
    }

    /** Decides of each call right before it is sent. */
    Dispatch.Sending at(Instant now) {
        return new Dispatch.Sending() {
            @Override
            public Optional<CallTrace> departing(LaneKey lane, Tenant tenant, Plan.Do next) {
                return Departures.this.mayGo(lane, tenant, next, now)
                        ? Optional.of(attempts.trace(lane, next, answers.tries(lane, next)))
                        : Optional.empty();
            }

            @Override
            public void broke(LaneKey lane, RuntimeException failure) {
                quarantine.broke(lane, failure);
            }
        };
    }

    /** Asked again right before the call: the sender may be paused, or the token refused, since the lane became ready. */
    private boolean mayGo(LaneKey lane, Tenant tenant, Plan.Do next, Instant now) {
        if (isPaused(lane, tenant, next, now)) {
            return false;
        }
        Optional<LaneRecord> record = table.get(lane);
        if (record.filter(its -> renewal.isBehind(lane, its, tenant.policy())).isPresent()) {
            // Planned before something changed for the whole tenant: renewed first.
            agenda.due(lane, now, true, now);
            return false;
        }
        Optional<Instant> heldBack = tenant.suspension().heldBack(now);
        if (heldBack.isPresent()) {
            agenda.waiting(lane, WaitReason.CREDENTIAL, heldBack.get(), now);
            return false;
        }
        if (record.isPresent() && answers.heldBack(lane, record.get(), next, tenant, now)) {
            return false;
        }
        record.ifPresent(its -> table.put(lane, its.with(its.progress().sent(now))));
        return true;
    }
}
