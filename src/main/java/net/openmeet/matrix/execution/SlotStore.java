package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Slots;

/**
 * The member slots of all lanes of a task, with an index of those that have something to do, ordered by when. Owned by the
 * stream thread.
 */
final class SlotStore {
    private static final byte[] PRESENT = new byte[0];
    private static final long THIRTEEN_DIGITS = 10_000_000_000_000L;

    private final JsonStore<MemberSlot> slots;
    private final Keyspace dirty;
    private final Optional<Latency> latency;

    SlotStore(Keyspace slots, Keyspace dirty) {
        this(slots, dirty, Optional.empty());
    }

    /** One whose changes are measured. */
    SlotStore(Keyspace slots, Keyspace dirty, Latency latency) {
        this(slots, dirty, Optional.of(latency));
    }

    private SlotStore(Keyspace slots, Keyspace dirty, Optional<Latency> latency) {
        this.slots = new JsonStore<>(slots, MemberSlot.class);
        this.dirty = dirty;
        this.latency = latency;
    }

    void flush() {
        slots.flush();
    }

    Slots of(LaneKey lane) {
        return new Slots() {
            @Override
            public Optional<MemberSlot> member(String personId) {
                return get(lane, personId);
            }

            @Override
            public void forEach(Consumer<MemberSlot> visitor) {
                slots.range(lane + "#", lane + "$", Integer.MAX_VALUE, visitor);
            }
        };
    }

    Optional<MemberSlot> get(LaneKey lane, String personId) {
        return slots.get(slotKey(lane, personId));
    }

    /** Stores a slot and answers what it was before. */
    Optional<MemberSlot> put(LaneKey lane, MemberSlot next) {
        String id = next.person().id();
        Optional<MemberSlot> old = get(lane, id);
        MemberSlot slot = latency.flatMap(its -> old.map(was -> its.stored(lane, was, next)))
                .orElse(next);
        Optional<String> oldIndex = old.flatMap(was -> indexKey(lane, was));
        Optional<String> newIndex = indexKey(lane, slot);
        if (!oldIndex.equals(newIndex)) {
            oldIndex.ifPresent(dirty::delete);
            newIndex.ifPresent(key -> dirty.put(key, PRESENT));
        }
        slots.put(slotKey(lane, id), slot);
        return old;
    }

    /** A member was told something live at {@code told}, which is folded in by now. */
    void told(LaneKey lane, String personId, Instant told) {
        latency.ifPresent(its ->
                get(lane, personId).ifPresent(slot -> slots.put(slotKey(lane, personId), its.told(slot, told))));
    }

    /** Up to {@code limit} slots, in the order of ids, from the first after {@code personId} on. */
    List<MemberSlot> after(LaneKey lane, String personId, int limit) {
        List<MemberSlot> page = new ArrayList<>();
        String from = personId.isEmpty() ? slotKey(lane, "") : slotKey(lane, personId) + '\0';
        slots.range(from, lane + "$", limit, page::add);
        return page;
    }

    /** Up to {@code limit} slots that have something to do now, those never tried first. */
    List<MemberSlot> page(LaneKey lane, Instant now, int limit) {
        List<String> ids = new ArrayList<>();
        dirty.scan(
                lane + "#",
                lane + "#" + time(now.toEpochMilli() + 1),
                limit,
                (key, present) -> ids.add(key.substring(key.lastIndexOf('#') + 1)));
        return ids.stream().flatMap(id -> get(lane, id).stream()).toList();
    }

    /** Whether a slot of the lane has something to do now; reads none of them. */
    boolean hasDue(LaneKey lane, Instant now) {
        return !dirty.scan(lane + "#", lane + "#" + time(now.toEpochMilli() + 1), 0, (key, present) -> {});
    }

    /** When the next slot of the lane beyond {@code now} has something to do, if one has. */
    Optional<Instant> nextAfter(LaneKey lane, Instant now) {
        List<Instant> next = new ArrayList<>();
        dirty.scan(lane + "#" + time(now.toEpochMilli() + 1), lane + "$", 1, (key, present) -> next.add(at(key)));
        return next.stream().findFirst();
    }

    /** Deletes up to {@code limit} slots of a lane; true once none is left. */
    boolean purge(LaneKey lane, int limit) {
        List<MemberSlot> some = new ArrayList<>();
        slots.range(lane + "#", lane + "$", limit, some::add);
        for (MemberSlot slot : some) {
            indexKey(lane, slot).ifPresent(dirty::delete);
            slots.delete(slotKey(lane, slot.person().id()));
        }
        return some.size() < limit;
    }

    private static Optional<String> indexKey(LaneKey lane, MemberSlot slot) {
        if (slot.condition().state() != MemberSlot.Condition.State.DIRTY) {
            return Optional.empty();
        }
        long at = slot.condition().retryAt().map(Instant::toEpochMilli).orElse(0L);
        return Optional.of(lane + "#" + time(at) + "#" + slot.person().id());
    }

    private static Instant at(String indexKey) {
        int start = indexKey.indexOf('#') + 1;
        return Instant.ofEpochMilli(Long.parseLong(indexKey.substring(start, indexKey.indexOf('#', start))));
    }

    /** Thirteen digits sort as numbers do until the year 2286. */
    private static String time(long millis) {
        return Long.toString(THIRTEEN_DIGITS + millis).substring(1);
    }

    private static String slotKey(LaneKey lane, String personId) {
        return lane + "#member:" + personId;
    }
}
