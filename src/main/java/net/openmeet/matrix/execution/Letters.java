package net.openmeet.matrix.execution;

import java.util.Optional;
import net.openmeet.matrix.deadletter.Frames;
import net.openmeet.matrix.deadletter.OperationLetter;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.people.AccountBody;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.RoomBody;

/** Writes the letter for a refusal from what the lane holds. */
final class Letters {
    private Letters() {}

    /** For something of which only what was being told is known. */
    static OperationLetter of(LaneKey lane, Optional<Operation> operation, Refusal refusal, Throwable failure) {
        return new OperationLetter(
                1,
                lane.toString(),
                refusal.target().slot(),
                refusal.target().attribute(),
                Optional.empty(),
                refusal.problem(),
                operation.map(told -> told),
                operation.flatMap(Letters::origin),
                0,
                Optional.of(Frames.of(failure)));
    }

    private static Optional<Origin> origin(Operation operation) {
        return switch (operation) {
            case Operation.RoomTold told -> Optional.of(told.origin());
            case Operation.MemberTold told -> told.told().map(Operation.Told::origin);
            case Operation.MembersListed listed -> Optional.of(listed.origin());
            case Operation.AccountTold told -> told.origin();
            case Operation.Poke ignored -> Optional.empty();
        };
    }

    static OperationLetter of(LaneKey lane, LaneRecord record, Optional<MemberSlot> slot, Refusal refusal, int tries) {
        Optional<Object> desired = slot.flatMap(MemberSlot::told)
                .<Object>map(Operation.Told::standing)
                .or(() -> record.room().flatMap(RoomBody::fact))
                .or(() -> record.account().flatMap(AccountBody::identity));
        Optional<Origin> origin = slot.flatMap(MemberSlot::told)
                .map(Operation.Told::origin)
                .or(() -> record.room().flatMap(RoomBody::origin))
                .or(() -> record.account().flatMap(AccountBody::origin));
        return new OperationLetter(
                1,
                lane.toString(),
                refusal.target().slot(),
                refusal.target().attribute(),
                refusal.call().map(call -> call.getClass().getSimpleName()),
                refusal.problem(),
                desired,
                origin,
                tries,
                Optional.empty());
    }
}
