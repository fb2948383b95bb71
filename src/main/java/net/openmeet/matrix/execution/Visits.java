package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.credential.CredentialBook;
import net.openmeet.matrix.credential.Means;
import net.openmeet.matrix.deadletter.Replay;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.WaitReason;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Looks at lanes: has them hear what they are told, plans what they do next, and has them learn from what came of it. Owned by the stream
 * thread.
 */
final class Visits implements AutoCloseable {
    private static final Duration REPORT = Duration.ofSeconds(1);

    private final LaneTable table;
    private final Agenda agenda;
    private final Tellings tellings;
    private final CatchUp catchUp;
    private final Function<String, Optional<Tenant>> tenants;
    private final Failures failures;
    private final Answers answers;
    private final Hearing hearing;
    private final Steps steps;
    private final Lease lease;
    private final Preparation preparation;
    private final Departures departures;
    private final Duty duty;
    private final Dispatch dispatch;
    private final Wakenings wakenings;
    private final AwaitedCredentials awaited;
    private final Wanting wanting;
    private final ReplayedLetters replayedLetters;
    private final Gathering gathering = new Gathering();
    private final Attempts attempts = new Attempts();
    private final Outbox outbox;
    private final Quarantine quarantine;
    private final Sweep sweep;
    private final Observer.OfTask observer;
    private Instant reportAt = Instant.EPOCH;

    Visits(
            LaneTable table,
            Bases bases,
            Agenda agenda,
            Latency latency,
            Tellings tellings,
            CatchUp catchUp,
            Takeover takeover,
            Duty duty,
            Function<String, Optional<Tenant>> tenants,
            Backoff backoff,
            Outbox outbox,
            ReplayNotes replays,
            ReplayedFacts replayedFacts,
            Quarantine quarantine,
            CredentialBook credentials,
            Keyspace sweeps,
            Observer.OfTask observer,
            ProcessorContext<String, Effect> context) {
        this.table = table;
        Renewal renewal = new Renewal(table, bases);
        LaneLogic logic = new LaneLogic(table, bases, renewal);
        this.agenda = agenda;
        this.tellings = tellings;
        this.catchUp = catchUp;
        this.duty = duty;
        this.lease = duty.lease();
        this.dispatch = new Dispatch(lease, duty);
        this.tenants = tenants;
        this.failures = new Failures(table, agenda, backoff);
        this.awaited = new AwaitedCredentials(
                credentials,
                key -> tenants.apply(key.tenant())
                        .flatMap(tenant -> tenant.credentials().configured(key))
                        .map(Means.Configured::generation));
        this.wanting = new Wanting(table, logic, agenda, quarantine, awaited, tenants);
        this.answers = new Answers(table, logic, failures, tellings, outbox, quarantine, wanting, observer);
        this.preparation = new Preparation(table, logic, renewal, takeover, agenda, tellings, quarantine);
        this.departures = new Departures(table, renewal, agenda, dispatch, answers, attempts, quarantine);
        Resting resting = new Resting(table, agenda, tellings, quarantine, latency, observer);
        this.steps = new Steps(table, logic, agenda, tellings, outbox, departures, resting, quarantine);
        this.wakenings = new Wakenings(agenda);
        this.replayedLetters =
                new ReplayedLetters(replays, table, agenda, dispatch::isInFlight, outbox, quarantine, tenants);
        this.hearing = new Hearing(
                logic,
                table,
                agenda,
                tellings,
                catchUp,
                takeover,
                tenants,
                dispatch,
                gathering,
                quarantine,
                replayedFacts,
                observer,
                context);
        this.outbox = outbox;
        this.quarantine = quarantine;
        this.sweep = new Sweep(
                new SweepParts(context.taskId().toString(), table, agenda, dispatch, renewal, quarantine),
                sweeps,
                bases,
                tenants);
        this.observer = observer;
    }

    /** The task was given a record, whatever it is. */
    void heard() {
        hearing.heard();
    }

    /**
     * Folds one operation; what it makes the lane do follows in the next tick.
     *
     * @param written the timestamp of the record that it goes back to
     */
    void told(LaneKey lane, Operation operation, Optional<Replay> replay, Instant written) {
        hearing.told(lane, operation, replay, written);
        table.flush();
    }

    /** One punctuation: collects answers, plans up to {@code most} lanes that are due, sends what tickets allow. */
    void tick(Instant now, int most) {
        lease.renew();
        boolean loaded = agenda.load(now);
        Optional<Dispatch.Answered> answered = dispatch.next();
        while (answered.isPresent()) {
            try {
                learn(answered.get(), now);
            } finally {
                duty.done(1);
            }
            answered = dispatch.next();
        }
        awaited.requests().forEach(outbox::ask);
        wanting.takeUp(now);
        if (loaded && catchUp.isDone(now)) {
            sweep.step(now);
            int visited = 0;
            Optional<LaneKey> due = agenda.takeDue(now);
            while (due.isPresent()) {
                visit(due.get(), now);
                due = ++visited < most ? agenda.takeDue(now) : Optional.empty();
            }
            dispatch.send(departures.at(now));
        }
        replayedLetters.step(now);
        tellings.tell(now);
        report(now);
        wakenings.wake(now);
        table.flush();
    }

    @Override
    public void close() {
        dispatch.close();
        observer.closed();
    }

    private void visit(LaneKey lane, Instant now) {
        if (dispatch.isInFlight(lane)) {
            return; // its entry stays; the answer puts it back in order
        }
        Optional<Tenant> tenant = tenants.apply(lane.tenant());
        if (tenant.isEmpty()) {
            return; // its entry stays, for when the tenant is configured again
        }
        wakenings.watch(tenant.get());
        if (quarantine.holds(lane)) {
            quarantine.park(lane, now);
            return;
        }
        Optional<Optional<LaneRecord>> read = quarantine.guarded(lane, () -> table.get(lane));
        if (read.isEmpty()) {
            return;
        }
        Optional<LaneRecord> found = read.get();
        if (found.isEmpty()) {
            agenda.remove(lane);
            return;
        }
        Optional<Instant> suspended = tenant.get().suspension().until(now);
        if (suspended.isPresent()) {
            agenda.waiting(lane, WaitReason.CREDENTIAL, suspended.get(), now);
            return;
        }
        Optional<Instant> gathered = gathering.until(lane, now);
        if (gathered.isPresent()) {
            agenda.waiting(lane, WaitReason.SETTLING, gathered.get(), now);
        } else if (failures.mayAct(lane, found.get(), tenant.get(), now)) {
            preparation
                    .prepared(lane, found.get(), tenant.get(), now)
                    .ifPresent(record -> steps.plan(lane, record, tenant.get(), now));
        }
    }

    private void learn(Dispatch.Answered answered, Instant now) {
        if (answered.withheld()) {
            failures.withheld(answered.lane(), now);
            return;
        }
        attempts.ended(answered);
        Changes.answered(answered);
        observer.answered(answered.lane(), answered.sent(), answered.outcome());
        tenants.apply(answered.lane().tenant()).ifPresent(tenant -> answers.learn(answered, tenant, now));
    }

    private void report(Instant now) {
        if (now.isBefore(reportAt)) {
            return;
        }
        reportAt = now.plus(REPORT);
        observer.agenda(agenda.size(), agenda.waiting().all());
        observer.rebuilds(sweep.rebuilds(now));
    }
}
