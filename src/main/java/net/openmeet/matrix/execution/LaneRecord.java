package net.openmeet.matrix.execution;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.people.AccountBody;
import net.openmeet.matrix.room.RoomBody;
import net.openmeet.matrix.room.Tally;

/**
 * A lane as stored: a room's body or an account's, and how it fares.
 *
 * @param v format version of the stored value
 * @param tally the sum over the room's member slots
 * @param toldAt when its record for OpenMeet was last written
 * @param toldHash of that record, so that an equal one isn't written again
 * @param basis with what it was last driven; absent in what was stored before there was one
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record LaneRecord(
        int v,
        Optional<RoomBody> room,
        Optional<AccountBody> account,
        Tally tally,
        Progress progress,
        Optional<Instant> toldAt,
        int toldHash,
        Optional<Basis> basis) {

    /** The format that this code writes. */
    public static final int FORMAT = 1;

    static LaneRecord ofRoom() {
        return new LaneRecord(
                FORMAT,
                Optional.of(RoomBody.fresh()),
                Optional.empty(),
                Tally.none(),
                Progress.fresh(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    static LaneRecord ofAccount() {
        return new LaneRecord(
                FORMAT,
                Optional.empty(),
                Optional.of(AccountBody.fresh()),
                Tally.none(),
                Progress.fresh(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    LaneRecord with(RoomBody body, Tally sum) {
        return new LaneRecord(v, Optional.of(body), account, sum, progress, toldAt, toldHash, basis);
    }

    LaneRecord with(AccountBody body) {
        return new LaneRecord(v, room, Optional.of(body), tally, progress, toldAt, toldHash, basis);
    }

    LaneRecord with(Progress next) {
        return new LaneRecord(v, room, account, tally, next, toldAt, toldHash, basis);
    }

    LaneRecord told(Instant now, int hash) {
        return new LaneRecord(v, room, account, tally, progress, Optional.of(now), hash, basis);
    }

    LaneRecord with(Basis next) {
        return new LaneRecord(v, room, account, tally, progress, toldAt, toldHash, Optional.of(next));
    }
}
