package net.openmeet.matrix.homeserver;

import java.util.List;
import java.util.Optional;

/** The content of a state event that we write. */
public sealed interface RoomState {

    /** The marker of a room's owner: a field of the create event, and a state event's type where the room is older than its owner. */
    String LANE = "net.openmeet.lane";

    /** The Matrix event type. */
    default String type() {
        return switch (this) {
            case Name ignored -> "m.room.name";
            case Topic ignored -> "m.room.topic";
            case Join ignored -> "m.room.join_rules";
            case GuestAccess ignored -> "m.room.guest_access";
            case HistoryVisibility ignored -> "m.room.history_visibility";
            case CanonicalAlias ignored -> "m.room.canonical_alias";
            case Levels ignored -> "m.room.power_levels";
            case Lane ignored -> LANE;
        };
    }

    record Name(String name) implements RoomState {}

    record Topic(String topic) implements RoomState {}

    record Join(JoinRule rule) implements RoomState {}

    /** {@code guest_access}: forbidden. */
    record GuestAccess(boolean allowed) implements RoomState {}

    /** {@code history_visibility}, {@code shared} for our rooms. */
    record HistoryVisibility(String visibility) implements RoomState {}

    record CanonicalAlias(Optional<RoomAlias> alias, List<RoomAlias> alternatives) implements RoomState {}

    record Levels(PowerLevels levels) implements RoomState {}

    /**
     * Whose room it is, in one that was made without saying so. Its key is a user's id, so that nobody else may write it.
     *
     * @param lane such as {@code tenant/event/42}
     */
    record Lane(UserId by, String lane) implements RoomState {}
}
