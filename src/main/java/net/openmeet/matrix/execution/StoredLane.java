package net.openmeet.matrix.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.people.AccountView;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.MemberView;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.RoomBody;
import net.openmeet.matrix.room.RoomView;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * A lane as others than its stream thread see it: each entry as it is when it is read, so that a page of members may be newer than the
 * lane's record. For one thread, for one question.
 */
public final class StoredLane {
    /** In a room in which almost nobody waits a page is short, rather than long in coming. */
    private static final int MOST_READ = 5_000;

    private final Entries entries;
    private final SlotStore slots;
    private final LaneKey lane;
    private final LaneRecord record;

    private StoredLane(Entries entries, LaneKey lane, LaneRecord record) {
        this.entries = entries;
        this.slots = new SlotStore(Keyspace.Kind.SLOTS.among(entries), Keyspace.Kind.DIRTY.among(entries));
        this.lane = lane;
        this.record = record;
    }

    /** The lane, unless nobody ever heard of it.
     *
     * @param store of the task that has the lane
     */
    public static Optional<StoredLane> in(ReadOnlyKeyValueStore<String, byte[]> store, LaneKey lane) {
        Entries entries = new Entries.Seen(store);
        return Keyspace.Kind.LANES
                .among(entries)
                .get(lane.toString())
                .map(json -> new StoredLane(entries, lane, Json.read(json, LaneRecord.class)));
    }

    /** All there is to tell but its members. */
    public LaneView view(Policy policy) {
        return new LaneView(
                lane,
                LaneView.Work.of(record, agenda()),
                record.lastProblem(lane, policy),
                record.room().map(body -> RoomView.of(lane, body, record.tally(), policy)),
                record.account().map(body -> AccountView.of(body, policy)),
                Optional.empty());
    }

    /** One person's place in the room, if they have one. */
    public Optional<MemberView> member(String personId, Policy policy) {
        return record.room().flatMap(body -> slots.get(lane, personId).map(slot -> MemberView.of(slot, body, policy)));
    }

    /**
     * A page of its members, in the order of their ids.
     *
     * @param after the id of the last person of the page before; empty for the first page
     * @param openOnly whether only those count for whom anything is left to do
     */
    public LaneView.Members members(String after, int limit, boolean openOnly, Policy policy) {
        Optional<RoomBody> body = record.room();
        List<MemberView> page = new ArrayList<>();
        String last = after;
        int read = 0;
        while (body.isPresent() && page.size() < limit && read < MOST_READ) {
            List<MemberSlot> some = slots.after(lane, last, limit - page.size());
            for (MemberSlot slot : some) {
                if (!openOnly || MemberView.isOpen(slot)) {
                    page.add(MemberView.of(slot, body.get(), policy));
                }
                last = slot.person().id();
            }
            read += some.size();
            if (some.isEmpty()) {
                return new LaneView.Members(page, Optional.empty());
            }
        }
        return new LaneView.Members(page, Optional.of(last).filter(id -> body.isPresent()));
    }

    private Optional<AgendaEntry> agenda() {
        return Keyspace.Kind.AGENDA.among(entries).get(lane.toString()).map(json -> Json.read(json, AgendaEntry.class));
    }
}
