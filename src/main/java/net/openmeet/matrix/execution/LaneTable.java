package net.openmeet.matrix.execution;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.RoomBody;
import net.openmeet.matrix.room.Tally;
import org.apache.kafka.streams.state.KeyValueStore;

/** The lanes of a task with their slots; keeps the tally in step. Owned by the stream thread. */
final class LaneTable {
    private final JsonStore<LaneRecord> lanes;
    private final SlotStore slots;

    LaneTable(KeyValueStore<String, byte[]> lanes, SlotStore slots) {
        this.lanes = new JsonStore<>(lanes, LaneRecord.class);
        this.slots = slots;
    }

    SlotStore slots() {
        return slots;
    }

    Optional<LaneRecord> get(LaneKey lane) {
        return lanes.get(lane.toString());
    }

    void put(LaneKey lane, LaneRecord record) {
        lanes.put(lane.toString(), record);
    }

    /** The record with a new body, its changed slots stored and counted; the record itself is not stored yet. */
    LaneRecord change(LaneKey lane, LaneRecord record, RoomBody body, List<MemberSlot> changed, Policy policy) {
        Tally tally = record.tally();
        for (MemberSlot slot : changed) {
            Optional<MemberSlot> old = slots.put(lane, slot);
            tally = old.map(was -> Tally.of(was, record.room().orElse(body), policy))
                    .map(tally::minus)
                    .orElse(tally)
                    .plus(Tally.of(slot, body, policy));
        }
        return record.with(body, tally);
    }
}
