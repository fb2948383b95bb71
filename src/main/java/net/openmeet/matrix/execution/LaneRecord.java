package net.openmeet.matrix.execution;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.people.AccountBody;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.RoomBody;
import net.openmeet.matrix.room.StandingProblem;
import net.openmeet.matrix.room.Tally;

/**
 * A lane as stored: a room's body or an account's, and how it fares.
 *
 * @param v format version of the stored value
 * @param tally the sum over the room's member slots
 * @param toldAt when its record for OpenMeet was last written
 * @param toldHash of that record, so that an equal one isn't written again
 * @param basis with what it was last driven; absent in what was stored before there was one
 * @param recount how far a look at every member slot came; absent while there is none
 * @param readAt when what is believed was last seen whole at the homeserver; absent if never
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
        Optional<Basis> basis,
        Optional<Recount> recount,
        Optional<Instant> readAt) {

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
                Optional.empty(),
                Optional.empty(),
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
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    LaneRecord with(RoomBody body, Tally sum) {
        return new LaneRecord(v, Optional.of(body), account, sum, progress, toldAt, toldHash, basis, recount, readAt);
    }

    LaneRecord with(AccountBody body) {
        return new LaneRecord(v, room, Optional.of(body), tally, progress, toldAt, toldHash, basis, recount, readAt);
    }

    LaneRecord with(Progress next) {
        return new LaneRecord(v, room, account, tally, next, toldAt, toldHash, basis, recount, readAt);
    }

    LaneRecord told(Instant now, int hash) {
        return new LaneRecord(v, room, account, tally, progress, Optional.of(now), hash, basis, recount, readAt);
    }

    LaneRecord with(Basis next) {
        return new LaneRecord(v, room, account, tally, progress, toldAt, toldHash, Optional.of(next), recount, readAt);
    }

    /** With a look at every slot under way. */
    LaneRecord with(Recount next) {
        return new LaneRecord(v, room, account, tally, progress, toldAt, toldHash, basis, Optional.of(next), readAt);
    }

    /** Every slot was looked at, and {@code sum} is what they come to. */
    LaneRecord counted(Tally sum, Basis next) {
        return new LaneRecord(
                FORMAT, room, account, sum, progress, toldAt, toldHash, Optional.of(next), Optional.empty(), readAt);
    }

    LaneRecord readAt(Instant now) {
        return new LaneRecord(v, room, account, tally, progress, toldAt, toldHash, basis, recount, Optional.of(now));
    }

    /** Whether it is stored in an older format. */
    @JsonIgnore
    boolean isOfOldFormat() {
        return v < FORMAT;
    }

    /** The last thing that went wrong and isn't over: in what is tried, or in what was given up. */
    Optional<Problem> lastProblem(LaneKey lane, Policy policy) {
        return Stream.concat(
                        progress.lastProblem().stream(),
                        room.flatMap(body -> StandingProblem.of(lane, body, policy)).stream())
                .max(Comparator.comparing(Problem::since));
    }

    /** With what it was last driven. */
    @JsonIgnore
    Basis lastBasis() {
        return basis.orElseGet(Basis::unknown);
    }
}
