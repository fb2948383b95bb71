package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.RoomStatus;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;

/**
 * How a group's or event's room stands, as OpenMeet reads it back from {@code openmeet.matrix.rooms} (schema
 * {@code openmeet.matrix.rooms.json}). What is absent is written as null.
 *
 * @param state {@code waiting} before there is a room, then {@code open}, {@code cancelled}, {@code closed} (back to draft),
 *     {@code deleting}, {@code deleted}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RoomRecord(
        String tenantId,
        Kind kind,
        String id,
        Optional<RoomId> roomId,
        List<RoomId> previousRoomIds,
        Optional<RoomAlias> alias,
        List<RoomAlias> altAliases,
        String state,
        Members members,
        Optional<Problem> lastProblem,
        Instant updatedAt) {

    /** Counts of people; those waiting by {@link WaitReason#word()}. */
    public record Members(int desired, int joined, Map<WaitReason, Integer> waiting) {}

    /**
     * What there is to tell of a lane.
     *
     * @param tally the sum over its member slots
     * @param now when this became so
     */
    public static RoomRecord of(LaneKey lane, RoomBody body, Tally tally, Optional<Problem> lastProblem, Instant now) {
        return new RoomRecord(
                lane.tenant(),
                lane.kind(),
                lane.id(),
                body.roomId(),
                body.home().previous(),
                body.observed().canonicalAlias(),
                body.observed().alternatives(),
                state(body),
                members(body, tally),
                lastProblem,
                now);
    }

    static String state(RoomBody body) {
        if (body.said().deleted()) {
            return body.purgeable() ? "deleted" : "deleting";
        }
        if (body.roomId().isEmpty()) {
            return "waiting";
        }
        RoomStatus status = body.said().fact().map(fact -> fact.status()).orElse(RoomStatus.DRAFT);
        return switch (status) {
            case PUBLISHED -> "open";
            case CANCELLED -> "cancelled";
            case DRAFT, PENDING -> "closed";
        };
    }

    /** Before OpenMeet announced a room, that is what everybody in it waits for. */
    static Members members(RoomBody body, Tally tally) {
        boolean announced = body.said().fact().isPresent() || body.said().deleted();
        return announced || tally.desired() == 0
                ? new Members(tally.desired(), tally.joined(), tally.waiting())
                : new Members(tally.desired(), tally.joined(), Map.of(WaitReason.ROOM_NOT_ANNOUNCED, tally.desired()));
    }
}
