package net.openmeet.matrix.execution;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.WaitReason;
import net.openmeet.matrix.room.Waited;

/**
 * What a resync of a lane would change.
 *
 * @param changes in the order in which they would be made
 * @param writes how many calls that would be
 * @param reads how many calls it took to find out
 * @param waits what the lane would wait for then
 * @param waiting how many of its members would, by reason
 * @param beyond why nobody can say what comes after that; absent if that is all
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Difference(
        LaneKey lane,
        List<Change> changes,
        int writes,
        int reads,
        Optional<Waited> waits,
        Map<WaitReason, Integer> waiting,
        Optional<String> beyond) {

    /**
     * One thing that would change. Several may be one call.
     *
     * @param call its name
     * @param slot what it is for, such as {@code room} or {@code member:9}
     * @param words for people
     */
    public record Change(String call, String slot, String words) {}
}
