package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.people.AccountBody;
import net.openmeet.matrix.people.AccountRenewal;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.RoomBody;
import net.openmeet.matrix.room.RoomRenewal;

/**
 * Brings a lane that is behind up to what holds now, before anything else is done for it: whatever was last known before a wipe, a
 * restore or under another policy is forgotten or looked at again. Never while a call is under way, whose answer belongs to what held
 * when it was sent. Owned by the stream thread.
 */
final class Renewal {
    private static final int PAGE = 100;
    /** 200 members at some 20 to 40 µs each stay below the 10 ms of a tick. */
    private static final int PAGES_A_VISIT = 2;

    private final LaneTable table;
    private final Bases bases;

    Renewal(LaneTable table, Bases bases) {
        this.table = table;
        this.bases = bases;
    }

    /**
     * A lane after one visit.
     *
     * @param done whether it is behind no more; else there are members left to be looked at
     */
    record Renewed(LaneRecord record, boolean done) {}

    /** Whether something changed for the whole tenant since the lane was last driven. */
    boolean isBehind(LaneKey lane, LaneRecord record, Policy policy) {
        return record.recount().isPresent()
                || record.isOfOldFormat()
                || record.lastBasis().isBehind(bases.now(lane.tenant(), policy));
    }

    /** Renews the lane, as far as one visit goes. The record isn't stored yet. */
    Renewed renewed(LaneKey lane, LaneRecord record, Policy policy, Instant now) {
        Basis present = bases.now(lane.tenant(), policy);
        if (!isBehind(lane, record, policy)) {
            return new Renewed(record, true);
        }
        LaneRecord begun = begun(lane, record, present, policy, now);
        return begun.recount().isPresent()
                ? counted(lane, begun, policy, now)
                : new Renewed(begun.counted(begun.tally(), begun.lastBasis().under(present.policy())), true);
    }

    /** From now on every change of the room's slots counts by today's policy, whenever they are looked at. */
    LaneRecord counting(LaneKey lane, LaneRecord record, Policy policy) {
        Basis present = bases.now(lane.tenant(), policy);
        boolean counts = record.room().isEmpty()
                || record.lastBasis().policy().equals(present.policy())
                || record.recount()
                        .filter(recount -> recount.policy().equals(present.policy()))
                        .isPresent();
        if (counts) {
            return record;
        }
        RoomBody body = RoomRenewal.underAnotherPolicy(record.room().orElseThrow());
        return record.with(body, record.tally()).with(Recount.begin(present.policy(), false));
    }

    /** For the daily look: what is there is to be read. Empty for a lane that has nothing to read. */
    static Optional<LaneRecord> reread(LaneRecord record) {
        return record.room()
                .filter(body -> !body.purgeable())
                .map(body -> record.with(RoomRenewal.reread(body), record.tally()))
                .or(() -> record.account().map(body -> record.with(AccountRenewal.reread(body))));
    }

    private LaneRecord begun(LaneKey lane, LaneRecord record, Basis present, Policy policy, Instant now) {
        Basis held = record.lastBasis();
        boolean upheaval = held.epoch() < present.epoch();
        boolean resync = held.resync() < present.resync();
        if (record.account().isPresent()) {
            AccountBody body = record.account().get();
            body = upheaval ? AccountRenewal.afterUpheaval(body) : body;
            body = resync ? AccountRenewal.resynced(body) : body;
            body = held.policy().equals(present.policy()) ? body : AccountRenewal.underAnotherPolicy(body, policy, now);
            return record.with(body).with(held.catchingUp(present));
        }
        LaneRecord counting = counting(lane, record, policy);
        RoomBody body = counting.room().orElseThrow();
        body = upheaval ? RoomRenewal.afterUpheaval(lane, body, policy) : body;
        body = resync ? RoomRenewal.resynced(body) : body;
        LaneRecord next = counting.with(body, counting.tally()).with(held.catchingUp(present));
        return resync ? next.with(Recount.begin(present.policy(), true)) : next;
    }

    private Renewed counted(LaneKey lane, LaneRecord record, Policy policy, Instant now) {
        Recount recount = record.recount().orElseThrow();
        RoomBody body = record.room().orElseThrow();
        for (int page = 0; page < PAGES_A_VISIT; page++) {
            List<MemberSlot> slots = table.slots().after(lane, recount.after(), PAGE);
            for (MemberSlot slot : slots) {
                MemberSlot next = RoomRenewal.lookedAt(slot, body, recount.wake(), policy, now);
                if (!next.equals(slot)) {
                    table.slots().put(lane, next);
                }
                recount = recount.plus(next, body, policy);
            }
            if (slots.size() < PAGE) {
                return new Renewed(
                        record.counted(recount.counted(), record.lastBasis().under(recount.policy())), true);
            }
        }
        return new Renewed(record.with(recount), false);
    }
}
