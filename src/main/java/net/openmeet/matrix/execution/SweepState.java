package net.openmeet.matrix.execution;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * How far the sweep is with a tenant in one task, as stored.
 *
 * @param v format version of the stored value
 * @param basis with which every lane is driven once the lap is over
 * @param format of the lanes, likewise
 * @param lap under way; absent while no lane is behind
 * @param walk of the daily resync; absent before the first
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record SweepState(int v, Basis basis, int format, Optional<Lap> lap, Optional<Walk> walk) {
    private static final int FORMAT = 1;

    /** Of a tenant that was never swept. */
    static SweepState unknown() {
        return new SweepState(FORMAT, Basis.unknown(), 0, Optional.empty(), Optional.empty());
    }

    boolean isBehind(Basis present) {
        return basis.isBehind(present) || format < LaneRecord.FORMAT;
    }

    /** On a new lap, instead of one that may be under way: its lanes are behind again. */
    SweepState begun(Basis present, Lap next) {
        return new SweepState(
                v, basis.catchingUp(present).under(present.policy()), LaneRecord.FORMAT, Optional.of(next), walk);
    }

    SweepState with(Optional<Lap> next) {
        return new SweepState(v, basis, format, next, walk);
    }

    SweepState with(Walk next) {
        return new SweepState(v, basis, format, lap, Optional.of(next));
    }
}
