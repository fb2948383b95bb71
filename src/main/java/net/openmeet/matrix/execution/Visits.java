package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.people.AccountFold;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.WaitReason;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Looks at lanes: folds what they are told, plans what they do next, and learns from what came of it. Owned by the stream thread.
 */
final class Visits implements AutoCloseable {
    /** What a slot waits for and the lane is converged all the same: only a newer fact or an operator changes it. */
    private static final Set<WaitReason> CONCLUDED =
            Set.copyOf(EnumSet.of(WaitReason.LEFT, WaitReason.BANNED, WaitReason.DEAD_LETTERED));

    /** Ten pages are 1,000 members for whom nothing is to be done: some 50 ms. */
    private static final int PAGES_A_VISIT = 10;

    private static final Duration BREATHER = Duration.ofMillis(100);

    private static final Duration REPORT = Duration.ofSeconds(1);

    private final LaneTable table;
    private final LaneLogic logic;
    private final Agenda agenda;
    private final Tellings tellings;
    private final CatchUp catchUp;
    private final Function<String, Optional<Tenant>> tenants;
    private final Failures failures;
    private final Dispatch dispatch = new Dispatch();
    private final Gathering gathering = new Gathering();
    private final Observer.OfTask observer;
    private final ProcessorContext<String, Effect> context;
    private Instant reportAt = Instant.EPOCH;

    Visits(
            LaneTable table,
            Agenda agenda,
            Tellings tellings,
            CatchUp catchUp,
            Function<String, Optional<Tenant>> tenants,
            Backoff backoff,
            Observer.OfTask observer,
            ProcessorContext<String, Effect> context) {
        this.table = table;
        this.logic = new LaneLogic(table);
        this.agenda = agenda;
        this.tellings = tellings;
        this.catchUp = catchUp;
        this.tenants = tenants;
        this.failures = new Failures(table, agenda, backoff);
        this.observer = observer;
        this.context = context;
    }

    /** Folds one operation; what it makes the lane do follows in the next tick. */
    void told(LaneKey lane, Operation operation) {
        Instant now = now();
        context.recordMetadata().ifPresent(at -> catchUp.read(at.offset(), now));
        Optional<Tenant> tenant = tenants.apply(lane.tenant());
        if (tenant.isEmpty()) {
            return;
        }
        Optional<LaneRecord> folded = logic.fold(lane, operation, tenant.get().policy(), now);
        if (folded.isEmpty()) {
            observer.stale(lane);
            return;
        }
        boolean poke = operation instanceof Operation.Poke;
        LaneRecord record = poke ? folded.get().with(Progress.fresh()) : folded.get();
        table.put(lane, record);
        dispatch.withdraw(lane);
        if (operation instanceof Operation.RoomTold || operation instanceof Operation.AccountTold) {
            gathering.told(lane, tenant.get().policy().patience(), now);
        }
        agenda.due(lane, now, isBackfill(operation), now);
        tellings.changed(lane, record, now);
    }

    /** One punctuation: collects answers, plans up to {@code most} lanes that are due, sends what tickets allow. */
    void tick(Instant now, int most) {
        boolean loaded = agenda.load();
        Optional<Dispatch.Answered> answered = dispatch.next();
        while (answered.isPresent()) {
            learn(answered.get(), now);
            answered = dispatch.next();
        }
        if (loaded && catchUp.isDone(now)) {
            int visited = 0;
            Optional<LaneKey> due = agenda.takeDue(now);
            while (due.isPresent()) {
                visit(due.get(), now);
                due = ++visited < most ? agenda.takeDue(now) : Optional.empty();
            }
            dispatch.send((lane, sent) -> table.get(lane)
                    .ifPresent(record ->
                            table.put(lane, record.with(record.progress().sent(now)))));
        }
        tellings.tell(now);
        report(now);
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
        Optional<LaneRecord> found = table.get(lane);
        Optional<Tenant> tenant = tenants.apply(lane.tenant());
        if (found.isEmpty() || tenant.isEmpty()) {
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
            plan(lane, known(lane, found.get()), tenant.get(), now);
        }
    }

    /** A lane with a call under way of which this task knows nothing: an earlier owner sent it, and its end was never learned. */
    private LaneRecord known(LaneKey lane, LaneRecord record) {
        // Asked in any case, since it answers yes only once.
        boolean wasUnderWay = agenda.wasUnderWay(lane);
        if (!wasUnderWay && record.progress().inFlightSince().isEmpty()) {
            return record;
        }
        LaneRecord interrupted = failures.interrupted(record);
        table.put(lane, interrupted);
        return interrupted;
    }

    private void plan(LaneKey lane, LaneRecord before, Tenant tenant, Instant now) {
        LaneRecord record = before;
        for (int page = 0; page < PAGES_A_VISIT; page++) {
            LaneLogic.Step step = logic.plan(lane, record, tenant.policy(), now);
            if (!step.record().equals(record)) {
                record = step.record();
                table.put(lane, record);
                tellings.changed(lane, record, now);
            }
            LaneRecord planned = record;
            step.refusals().forEach(refusal -> letter(lane, planned, refusal));
            step.news().ifPresent(news -> forward(lane, new Effect.News(news)));
            switch (step.plan()) {
                case Plan.Do next -> {
                    ready(lane, tenant, next, now);
                    return;
                }
                case Plan.Wait wait -> {
                    wait(lane, wait, tenant, now);
                    return;
                }
                case Plan.Settled ignored -> {
                    if (table.slots().page(lane, now, 1).isEmpty()) {
                        settle(lane, record, tenant, now);
                        return;
                    }
                }
            }
        }
        // More pages than a visit is given, or a planner that leaves slots dirty: others first, then again.
        agenda.due(lane, now.plus(BREATHER), true, now);
    }

    private void ready(LaneKey lane, Tenant tenant, Plan.Do next, Instant now) {
        Optional<Instant> paused = tenant.gate()
                .pausedUntil(Senders.of(next.call(), tenant.policy().bot()));
        if (paused.isPresent()) {
            agenda.waiting(lane, WaitReason.HOMESERVER, paused.get(), now);
            return;
        }
        boolean backfill = agenda.entry(lane).map(AgendaEntry::backfill).orElse(false);
        dispatch.ready(lane, tenant, backfill, next);
    }

    private void wait(LaneKey lane, Plan.Wait wait, Tenant tenant, Instant now) {
        Instant recheck = now.plus(tenant.policy().patience().recheck());
        Instant until = wait.until().filter(recheck::isAfter).orElse(recheck);
        Instant next = table.slots().nextAfter(lane, now).filter(until::isAfter).orElse(until);
        agenda.waiting(lane, wait.reason(), next, now);
    }

    private void settle(LaneKey lane, LaneRecord record, Tenant tenant, Instant now) {
        Optional<Instant> retry = table.slots().nextAfter(lane, now);
        if (retry.isPresent()) {
            agenda.waiting(lane, WaitReason.RETRY, retry.get(), now);
            return;
        }
        boolean purged = record.room().filter(body -> body.purgeable()).isEmpty()
                || table.slots().purge(lane, 500);
        Optional<WaitReason> waiting = record.tally().waiting().keySet().stream()
                .filter(reason -> !CONCLUDED.contains(reason))
                .findFirst();
        if (!purged) {
            agenda.due(lane, now, true, now);
        } else if (waiting.isPresent()) {
            agenda.waiting(
                    lane, waiting.get(), now.plus(tenant.policy().patience().recheck()), now);
        } else {
            agenda.entry(lane).ifPresent(entry -> observer.converged(lane, entry.since(), now));
            agenda.remove(lane);
        }
    }

    private void learn(Dispatch.Answered answered, Instant now) {
        LaneKey lane = answered.lane();
        Optional<Tenant> tenant = tenants.apply(lane.tenant());
        Optional<LaneRecord> found = table.get(lane);
        observer.answered(lane, answered.sent(), answered.outcome());
        if (tenant.isEmpty() || found.isEmpty()) {
            return;
        }
        Outcome outcome = failures.judge(lane, found.get(), answered, tenant.get(), now);
        if (failures.isOnlyLater(outcome)) {
            return;
        }
        LaneRecord record = table.get(lane).orElse(found.get());
        LaneLogic.Lesson lesson =
                logic.learn(lane, record, answered.sent(), outcome, tenant.get().policy(), now);
        LaneRecord learned = failures.after(lane, lesson.record(), answered.sent(), outcome, tenant.get(), now);
        table.put(lane, learned);
        lesson.refusals().forEach(refusal -> letter(lane, learned, refusal));
        lesson.news().ifPresent(news -> forward(lane, new Effect.News(news)));
        if (outcome instanceof Outcome.CredentialRejected rejected
                && rejected.credential() == Outcome.Credential.ACCOUNT) {
            pokeAccount(lane, answered.sent());
        }
        tellings.changed(lane, learned, now);
    }

    private void pokeAccount(LaneKey lane, Plan.Do sent) {
        sent.target().personId().ifPresent(id -> {
            LaneKey person = new LaneKey(lane.tenant(), Kind.USER, id);
            forward(
                    person,
                    new Effect.Command(new Operation.Poke(Optional.of("account"), AccountFold.UNKNOWN_ACCOUNT)));
        });
    }

    private void letter(LaneKey lane, LaneRecord record, Refusal refusal) {
        observer.refused(lane, refusal);
        Optional<MemberSlot> slot =
                refusal.target().personId().flatMap(id -> table.slots().get(lane, id));
        forward(lane, new Effect.Letter(Letters.of(lane, record, slot, refusal)));
    }

    private void forward(LaneKey key, Effect effect) {
        context.forward(new Record<>(key.toString(), effect, context.currentSystemTimeMs()));
    }

    private void report(Instant now) {
        if (now.isBefore(reportAt)) {
            return;
        }
        reportAt = now.plus(REPORT);
        Map<WaitReason, Integer> waiting = agenda.waitingCounts();
        observer.agenda(agenda.size(), dispatch.inFlight(), waiting, agenda.oldestOurs());
    }

    private static boolean isBackfill(Operation operation) {
        return switch (operation) {
            case Operation.RoomTold told -> told.origin().snapshot().isPresent();
            case Operation.MemberTold told ->
                told.told().filter(fact -> fact.origin().snapshot().isEmpty()).isEmpty();
            case Operation.MembersListed ignored -> true;
            case Operation.AccountTold ignored -> false;
            case Operation.Poke ignored -> false;
        };
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
