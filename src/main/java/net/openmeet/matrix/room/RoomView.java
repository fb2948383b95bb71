package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.RoomStatus;
import net.openmeet.matrix.event.Visibility;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;

/**
 * A room lane as people read it: what OpenMeet wants, what is on the homeserver as far as we know, and what stands between.
 *
 * @param state as in {@link RoomRecord}
 * @param desired absent before OpenMeet announced it, and once it deleted it
 * @param from OpenMeet's newest word, a deletion too
 * @param doubts what isn't known for certain, in words
 * @param aliases every alias that is or may be the room's, by how it stands with it
 * @param refused attribute to what the homeserver refused of it
 * @param members counts
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RoomView(
        String state,
        Optional<Desired> desired,
        Optional<From> from,
        Seen observed,
        List<String> doubts,
        Map<RoomAlias, String> aliases,
        Map<String, RoomBody.Refused> refused,
        RoomRecord.Members members) {

    /** What policy makes of OpenMeet's newest word. */
    public record Desired(
            String name,
            String topic,
            RoomAlias alias,
            List<RoomAlias> formerAliases,
            JoinRule joinRule,
            boolean listed,
            RoomStatus status,
            Visibility visibility) {}

    /**
     * The room as last seen or written.
     *
     * @param levelsKnown whether its power levels are
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Seen(
            Optional<RoomId> roomId,
            List<RoomId> previousRoomIds,
            Optional<String> version,
            Optional<String> name,
            Optional<String> topic,
            Optional<RoomAlias> alias,
            List<RoomAlias> alternatives,
            Optional<JoinRule> joinRule,
            Optional<Boolean> listed,
            boolean levelsKnown) {}

    /** What there is to tell of a lane. */
    public static RoomView of(LaneKey lane, RoomBody body, Tally tally, Policy policy) {
        Map<RoomAlias, String> aliases = new TreeMap<>();
        body.aliases().forEach(sight -> aliases.put(sight.alias(), sight.kind().word()));
        return new RoomView(
                RoomRecord.state(body),
                body.desired(lane, policy)
                        .map(desired -> desired(desired, body.said().fact().orElseThrow())),
                body.origin().map(From::of),
                seen(body),
                Doubts.of(body),
                aliases,
                new TreeMap<>(body.refused()),
                RoomRecord.members(body, tally));
    }

    private static Desired desired(DesiredRoom room, Fact.RoomStated fact) {
        return new Desired(
                room.name(),
                room.topic(),
                room.alias(),
                room.formerAliases(),
                room.joinRule(),
                room.listed(),
                fact.status(),
                fact.visibility());
    }

    private static Seen seen(RoomBody body) {
        Observed observed = body.observed();
        return new Seen(
                body.roomId(),
                body.home().previous(),
                body.home().version(),
                observed.name(),
                observed.topic(),
                observed.canonicalAlias(),
                observed.alternatives(),
                observed.joinRule(),
                observed.listed(),
                body.power().levels().isPresent());
    }
}
