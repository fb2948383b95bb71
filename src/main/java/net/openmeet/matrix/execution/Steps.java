package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Plan;

/** Has lanes that may act decide what they do next. Owned by the stream thread. */
final class Steps {
    /** Ten pages are 1,000 members for whom nothing is to be done: some 50 ms. */
    private static final int PAGES_A_VISIT = 10;

    private static final Duration BREATHER = Duration.ofMillis(100);

    private final LaneTable table;
    private final LaneLogic logic;
    private final Agenda agenda;
    private final Tellings tellings;
    private final Outbox outbox;
    private final Departures departures;
    private final Resting resting;
    private final Quarantine quarantine;

    Steps(
            LaneTable table,
            LaneLogic logic,
            Agenda agenda,
            Tellings tellings,
            Outbox outbox,
            Departures departures,
            Resting resting,
            Quarantine quarantine) {
        this.table = table;
        this.logic = logic;
        this.agenda = agenda;
        this.tellings = tellings;
        this.outbox = outbox;
        this.departures = departures;
        this.resting = resting;
        this.quarantine = quarantine;
    }

    /** Plans the lane, one page of its members after the other, until there is a call to make or nothing left to do for now. */
    void plan(LaneKey lane, LaneRecord before, Tenant tenant, Instant now) {
        LaneRecord record = before;
        for (int page = 0; page < PAGES_A_VISIT; page++) {
            LaneRecord known = record;
            Optional<LaneLogic.Step> decided =
                    quarantine.guarded(lane, () -> logic.plan(lane, known, tenant.policy(), now));
            if (decided.isEmpty()) {
                tellings.changed(lane, known, now);
                return;
            }
            LaneLogic.Step step = decided.get();
            if (!step.record().equals(record)) {
                record = step.record();
                table.put(lane, record);
                tellings.changed(lane, record, now);
            }
            LaneRecord planned = record;
            step.refusals().forEach(refusal -> outbox.letter(lane, planned, refusal, 0));
            step.news().ifPresent(news -> outbox.news(lane, news));
            switch (step.plan()) {
                case Plan.Do next -> {
                    departures.ready(lane, tenant, next, now);
                    return;
                }
                case Plan.Wait wait -> {
                    resting.wait(lane, wait, record.progress().verifyAt(), tenant, now);
                    return;
                }
                case Plan.Settled ignored -> {
                    if (!table.slots().hasDue(lane, now)) {
                        resting.settle(lane, record, tenant, now);
                        return;
                    }
                }
            }
        }
        // More pages than a visit is given, or a planner that leaves slots dirty: others first, then again.
        agenda.due(lane, now.plus(BREATHER), true, now);
    }
}
