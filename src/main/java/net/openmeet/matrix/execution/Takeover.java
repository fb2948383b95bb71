package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.people.AccountLearning;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What an earlier owner of the task may have left under way. It sent calls in the commit interval before it died of which nothing is
 * stored, and the homeserver may still be at them: up to twice the call timeout, as for any call without an answer. Such a lane is
 * looked at before anything is done, and looked at once more when that time is over; nothing is held up meanwhile, but for a room
 * that may be made under another alias than the next one.
 *
 * <p>Suspect are the lanes that were on the agenda, and those told by records that were there before the task came here: the earlier
 * owner may have read them, acted, and stored neither. Owned by the stream thread.
 */
final class Takeover {
    private final Agenda agenda;
    private final CompletableFuture<Long> operations;
    private final CompletableFuture<Long> commands;
    private final Instant assigned;

    /**
     * The task came here at {@code assigned}.
     *
     * @param operations where the operations ended then
     * @param commands where the commands ended then
     */
    Takeover(Agenda agenda, CompletableFuture<Long> operations, CompletableFuture<Long> commands, Instant assigned) {
        this.agenda = agenda;
        this.operations = operations;
        this.commands = commands;
        this.assigned = assigned;
    }

    /** Whether an earlier owner may have read this record. */
    boolean mayHaveRead(RecordMetadata at) {
        CompletableFuture<Long> end = Hearing.isOperation(at) ? operations : commands;
        return !end.isDone() || end.isCompletedExceptionally() || at.offset() < end.join();
    }

    /** Whether an earlier owner may have sent a call for the lane and stopped before it stored so. Answers yes once. */
    boolean suspects(LaneKey lane) {
        return agenda.wasUnderWay(lane, assigned);
    }

    /** A lane that an earlier owner may have sent a call for: looked at now, and again once that can't take effect any more. */
    LaneRecord doubted(LaneRecord record, Tenant tenant, Instant now) {
        Instant late = assigned.plus(patience(record, tenant));
        return now.isBefore(late)
                ? looked(record, Optional.of(late)).with(record.progress().verifying(late))
                : looked(record, Optional.empty());
    }

    /** A lane whose last call can't take effect any more: what it may have changed is looked at. */
    static LaneRecord looked(LaneRecord record, Optional<Instant> late) {
        LaneRecord room = record.room()
                .map(body -> record.with(body.interrupted(late), record.tally()))
                .orElse(record);
        return room.account()
                .map(body -> room.with(AccountLearning.interrupted(body)))
                .orElse(room);
    }

    /** How long a call may take effect after it was sent: twice its timeout, which is twice as long for a createRoom and a new name. */
    static Duration patience(LaneRecord record, Tenant tenant) {
        boolean slow = record.room().filter(body -> body.roomId().isPresent()).isEmpty();
        return tenant.policy().patience().callTimeout().multipliedBy(slow ? 4 : 2);
    }
}
