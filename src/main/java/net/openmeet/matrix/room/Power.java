package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.UserId;

/**
 * A room's power levels, and who may change them.
 *
 * @param levels the whole content as last seen or written; empty means unknown
 * @param fresh whether they were read just now, with no other call in between: only then they are written
 * @param doubted whether the homeserver refused something that they allow: read before anything else
 * @param missing whether the room has none at all, so that {@code levels} is what we would write
 * @param heldSince since when level changes wait for others to come with them
 * @param unhelpful users as whom we tried to act in vain
 * @param shortSince since when the bot lacks the level it needs and nobody can give it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Power(
        Optional<PowerLevels> levels,
        boolean fresh,
        boolean doubted,
        boolean missing,
        Optional<Instant> heldSince,
        List<UserId> unhelpful,
        Optional<Instant> shortSince) {

    static Power unknown() {
        return new Power(Optional.empty(), false, false, false, Optional.empty(), List.of(), Optional.empty());
    }

    /** Just read. */
    Power read(PowerLevels seen) {
        return new Power(Optional.of(seen), true, false, false, heldSince, unhelpful, shortSince);
    }

    /** Just read, and there were none: {@code instead} is what we would write. */
    Power readNone(PowerLevels instead) {
        return new Power(Optional.of(instead), true, false, true, heldSince, unhelpful, shortSince);
    }

    /** As we wrote them. */
    Power written(PowerLevels levels) {
        return new Power(Optional.of(levels), false, false, false, Optional.empty(), unhelpful, Optional.empty());
    }

    Power forgotten() {
        return new Power(Optional.empty(), false, doubted, false, heldSince, unhelpful, shortSince);
    }

    /** To be read before anything else is done. */
    Power doubtful() {
        return new Power(Optional.empty(), false, true, false, heldSince, unhelpful, shortSince);
    }

    Power stale() {
        return fresh ? new Power(levels, false, doubted, missing, heldSince, unhelpful, shortSince) : this;
    }

    Power heldSince(Optional<Instant> next) {
        return new Power(levels, fresh, doubted, missing, next, unhelpful, shortSince);
    }

    Power without(UserId ally) {
        return new Power(
                levels,
                fresh,
                doubted,
                missing,
                heldSince,
                Stream.concat(unhelpful.stream(), Stream.of(ally)).distinct().toList(),
                shortSince);
    }

    Power shortSince(Instant now) {
        return new Power(levels, fresh, doubted, missing, heldSince, unhelpful, Optional.of(now));
    }

    /** What is known may be of a database that was replaced: it is read before it is used for more than a hint. */
    Power hinted() {
        return new Power(levels, false, false, missing, heldSince, List.of(), Optional.empty());
    }

    /** Everything to be tried once more. */
    Power anew() {
        return new Power(Optional.empty(), false, false, false, heldSince, List.of(), Optional.empty());
    }
}
