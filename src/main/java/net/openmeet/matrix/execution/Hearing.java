package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.deadletter.Replay;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.RoomBody;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Takes in what lanes are told: folds it, and puts them on the agenda. Calls nothing. Owned by the stream thread. */
final class Hearing {
    private final LaneLogic logic;
    private final LaneTable table;
    private final Agenda agenda;
    private final Tellings tellings;
    private final CatchUp catchUp;
    private final Takeover takeover;
    private final Function<String, Optional<Tenant>> tenants;
    private final Dispatch dispatch;
    private final Gathering gathering;
    private final Quarantine quarantine;
    private final ReplayedFacts replays;
    private final Observer.OfTask observer;
    private final ProcessorContext<String, Effect> context;

    Hearing(
            LaneLogic logic,
            LaneTable table,
            Agenda agenda,
            Tellings tellings,
            CatchUp catchUp,
            Takeover takeover,
            Function<String, Optional<Tenant>> tenants,
            Dispatch dispatch,
            Gathering gathering,
            Quarantine quarantine,
            ReplayedFacts replays,
            Observer.OfTask observer,
            ProcessorContext<String, Effect> context) {
        this.logic = logic;
        this.table = table;
        this.agenda = agenda;
        this.tellings = tellings;
        this.catchUp = catchUp;
        this.takeover = takeover;
        this.tenants = tenants;
        this.dispatch = dispatch;
        this.gathering = gathering;
        this.quarantine = quarantine;
        this.replays = replays;
        this.observer = observer;
        this.context = context;
    }

    /** The task was given a record, whatever it is. */
    void heard() {
        catchUp.heard(Instant.ofEpochMilli(context.currentSystemTimeMs()));
    }

    /**
     * Folds one operation; what it makes the lane do follows in the next tick.
     *
     * @param written the timestamp of the record that it goes back to
     */
    void told(LaneKey lane, Operation operation, Optional<Replay> replay, Instant written) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        // Commands come from a topic of their own, whose offsets say nothing of the operations.
        context.recordMetadata().filter(Hearing::isOperation).ifPresent(at -> catchUp.read(at.offset(), now));
        Optional<Tenant> tenant = tenants.apply(lane.tenant());
        if (tenant.isEmpty()) {
            replay.ifPresent(its -> replays.unknown(its.provenance()));
            return;
        }
        boolean again = context.recordMetadata().filter(takeover::mayHaveRead).isPresent();
        Optional<Optional<LaneRecord>> folded = quarantine.guarded(
                lane, Optional.of(operation), () -> foldAfter(lane, operation, again, tenant.get(), now));
        if (folded.isEmpty()) {
            dispatch.withdraw(lane);
            replay.ifPresent(its -> replays.broke(its.provenance()));
            return;
        }
        if (folded.get().isEmpty()) {
            observer.stale(lane);
            replay.ifPresent(its -> replays.dropped(lane, operation, its.provenance()));
            return;
        }
        LaneRecord record = folded.get().get();
        quarantine.release(lane);
        table.put(lane, record);
        dispatch.withdraw(lane);
        if (isOwn(operation)) {
            gathering.told(lane, tenant.get().policy().patience(), now);
        }
        measured(lane, record, operation, written.isBefore(now) ? written : now, now);
        tellings.changed(lane, record, now);
        replay.ifPresent(its -> replays.taken(lane, operation, its, now));
    }

    /** A member of a room that isn't announced waits for OpenMeet: what is measured then is the room. */
    private void measured(LaneKey lane, LaneRecord record, Operation operation, Instant told, Instant now) {
        boolean backfill = isBackfill(operation);
        agenda.told(lane, backfill, told, isOwn(operation), now);
        boolean announced = record.room().filter(RoomBody::isAnnounced).isPresent();
        if (!backfill && announced && operation instanceof Operation.MemberTold member) {
            table.slots().told(lane, member.person().id(), told);
        }
    }

    /** Whether it is about the room or the person themselves. */
    private static boolean isOwn(Operation operation) {
        return operation instanceof Operation.RoomTold || operation instanceof Operation.AccountTold;
    }

    /** Commands come from a topic of their own. */
    static boolean isOperation(RecordMetadata at) {
        return at.topic().endsWith("-repartition");
    }

    /**
     * As {@link #fold}, for a lane that an earlier owner may have sent calls for: before it heard this, and if it heard it, after. Both
     * count, since a deletion asks whether there may be a room.
     */
    private Optional<LaneRecord> foldAfter(
            LaneKey lane, Operation operation, boolean again, Tenant tenant, Instant now) {
        Optional<LaneRecord> before = table.get(lane);
        boolean suspect = takeover.suspects(lane);
        if (suspect || again) {
            before.ifPresent(record -> table.put(lane, takeover.doubted(record, tenant, now)));
        }
        Optional<LaneRecord> after = fold(lane, operation, tenant, now)
                .map(record -> again ? takeover.doubted(record, tenant, now) : record);
        if (after.isEmpty() && again && !suspect) {
            before.ifPresent(record -> table.put(lane, record));
        }
        return after;
    }

    /** The lane after it was told; empty if that was stale. A poke is never stale, but for a lane nobody ever heard of. */
    private Optional<LaneRecord> fold(LaneKey lane, Operation operation, Tenant tenant, Instant now) {
        if (!(operation instanceof Operation.Poke)) {
            return logic.fold(lane, operation, tenant.policy(), now);
        }
        return table.get(lane)
                .map(known -> logic.fold(lane, operation, tenant.policy(), now).orElse(known))
                .map(record -> record.with(record.progress().poked()));
    }

    private static boolean isBackfill(Operation operation) {
        return switch (operation) {
            case Operation.RoomTold told -> told.origin().snapshot().isPresent();
            case Operation.MemberTold told ->
                told.told().filter(fact -> fact.origin().snapshot().isEmpty()).isEmpty();
            case Operation.MembersListed ignored -> true;
            case Operation.AccountTold told -> told.backfill();
            case Operation.Poke ignored -> false;
        };
    }
}
