package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Operation;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Takes in what lanes are told: folds it, and puts them on the agenda. Calls nothing. Owned by the stream thread. */
final class Hearing {
    private final LaneLogic logic;
    private final LaneTable table;
    private final Agenda agenda;
    private final Tellings tellings;
    private final CatchUp catchUp;
    private final Function<String, Optional<Tenant>> tenants;
    private final Dispatch dispatch;
    private final Gathering gathering;
    private final Quarantine quarantine;
    private final Observer.OfTask observer;
    private final ProcessorContext<String, Effect> context;

    Hearing(
            LaneLogic logic,
            LaneTable table,
            Agenda agenda,
            Tellings tellings,
            CatchUp catchUp,
            Function<String, Optional<Tenant>> tenants,
            Dispatch dispatch,
            Gathering gathering,
            Quarantine quarantine,
            Observer.OfTask observer,
            ProcessorContext<String, Effect> context) {
        this.logic = logic;
        this.table = table;
        this.agenda = agenda;
        this.tellings = tellings;
        this.catchUp = catchUp;
        this.tenants = tenants;
        this.dispatch = dispatch;
        this.gathering = gathering;
        this.quarantine = quarantine;
        this.observer = observer;
        this.context = context;
    }

    /** Folds one operation; what it makes the lane do follows in the next tick. */
    void told(LaneKey lane, Operation operation) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        // Commands come from a topic of their own, whose offsets say nothing of the operations.
        context.recordMetadata()
                .filter(at -> at.topic().endsWith("-repartition"))
                .ifPresent(at -> catchUp.read(at.offset(), now));
        Optional<Tenant> tenant = tenants.apply(lane.tenant());
        if (tenant.isEmpty()) {
            return;
        }
        Optional<Optional<LaneRecord>> folded =
                quarantine.guarded(lane, Optional.of(operation), () -> fold(lane, operation, tenant.get(), now));
        if (folded.isEmpty()) {
            dispatch.withdraw(lane);
            return;
        }
        if (folded.get().isEmpty()) {
            observer.stale(lane);
            return;
        }
        LaneRecord record = folded.get().get();
        quarantine.release(lane);
        table.put(lane, record);
        dispatch.withdraw(lane);
        if (operation instanceof Operation.RoomTold || operation instanceof Operation.AccountTold) {
            gathering.told(lane, tenant.get().policy().patience(), now);
        }
        agenda.due(lane, now, isBackfill(operation), now);
        tellings.changed(lane, record, now);
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
