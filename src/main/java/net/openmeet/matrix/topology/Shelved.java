package net.openmeet.matrix.topology;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.Origin;

/**
 * A fact of a backfill that waits its turn, as it is stored.
 *
 * @param v format version of the stored value
 * @param time the record's timestamp, in milliseconds since 1970
 * @param replay of which letter it is a replay; absent for all others
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Shelved(int v, Fact fact, Origin origin, long time, Optional<Provenance> replay) {
    private static final int FORMAT = 1;

    static Shelved of(Fact fact, Origin origin, long time, Optional<Provenance> replay) {
        return new Shelved(FORMAT, fact, origin, time, replay);
    }

    /** How many facts it becomes in the next stage. */
    int facts() {
        return fact instanceof Fact.MembersListed list ? list.members().size() + 1 : 1;
    }
}
