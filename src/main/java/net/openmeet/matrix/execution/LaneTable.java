package net.openmeet.matrix.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.RoomBody;
import net.openmeet.matrix.room.Tally;

/** The lanes of a task with their slots; keeps the tally in step. Owned by the stream thread. */
final class LaneTable {
    /** The character after the one that parts a key: what ends with it is behind every key that begins the same. */
    static final String END = "0";

    private final Keyspace stored;
    private final JsonStore<LaneRecord> lanes;
    private final SlotStore slots;

    LaneTable(Keyspace lanes, SlotStore slots) {
        this.stored = lanes;
        this.lanes = new JsonStore<>(lanes, LaneRecord.class);
        this.slots = slots;
    }

    SlotStore slots() {
        return slots;
    }

    Optional<LaneRecord> get(LaneKey lane) {
        return lanes.get(lane.toString());
    }

    /** Writes what was changed since the last time: at the end of each step of the stream thread. */
    void flush() {
        lanes.flush();
        slots.flush();
    }

    void put(LaneKey lane, LaneRecord record) {
        lanes.put(lane.toString(), record);
    }

    /**
     * The record with a new body, its changed slots stored and counted; the record itself is not stored yet. While every slot is being
     * counted anew, the sum that is shown stays as it was.
     */
    LaneRecord change(LaneKey lane, LaneRecord record, RoomBody body, List<MemberSlot> changed, Policy policy) {
        LaneRecord next = record;
        for (MemberSlot slot : changed) {
            Tally before = slots.put(lane, slot)
                    .map(was -> Tally.of(was, record.room().orElse(body), policy))
                    .orElseGet(Tally::none);
            Tally after = Tally.of(slot, body, policy);
            Optional<Recount> recount = next.recount();
            next = recount.isPresent()
                    ? next.with(recount.get().changed(before, after, slot.person()))
                    : next.with(body, next.tally().minus(before).plus(after));
        }
        return next.with(body, next.tally());
    }

    /** How many lanes a tenant has here: one step in the store for each, some 2 ms for 1,000. */
    int count(String tenant) {
        lanes.flush();
        int[] count = {0};
        stored.scan(tenant + "/", tenant + END, Integer.MAX_VALUE, (key, record) -> count[0]++);
        return count[0];
    }

    /** Up to {@code most} lanes of a range of keys, in order, from the first after {@code after} on. */
    List<LaneKey> after(String after, String end, int most) {
        lanes.flush();
        List<LaneKey> page = new ArrayList<>();
        // A zero character makes the smallest key after it.
        stored.scan(after + '\0', end, most, (key, record) -> LaneKey.read(key).ifPresent(page::add));
        return page;
    }

    /** Every tenant that has lanes here: one step in the store for each. */
    List<String> tenants() {
        List<String> tenants = new ArrayList<>();
        String from = "";
        while (true) {
            Optional<LaneKey> first = after(from, Keyspace.END, 1).stream().findFirst();
            if (first.isEmpty()) {
                return tenants;
            }
            tenants.add(first.get().tenant());
            from = first.get().tenant() + END;
        }
    }
}
