package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;

/**
 * What we know of one alias.
 *
 * @param room the room it points to
 * @param entered whether the bot entered that room only to look at it
 * @param at when {@code kind} was concluded, where it is looked at again later
 * @param again whether this is the second look at a dead one
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record AliasSight(
        RoomAlias alias, Kind kind, Optional<RoomId> room, boolean entered, Optional<Instant> at, boolean again) {

    /** How it stands with an alias. */
    enum Kind {
        /** May be ours: to be looked up. */
        ASK,
        /** Points nowhere. */
        FREE,
        /** Points to our room. */
        OURS,
        /** Points to a room that isn't read yet. */
        POINTS,
        /** Points to a room that only its members may read: to be entered. */
        CLOSED,
        /** Points to a room that nobody is in; looked at again before it is deleted. */
        DEAD,
        /** To be deleted, so that it can be ours. */
        TAKE,
        /** Foreign, and the bot has yet to leave the room again. */
        LEAVE,
        /** The canonical alias of another group or event; looked at again later. */
        HELD,
        /** Points to a room that isn't ours. */
        FOREIGN;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static AliasSight ask(RoomAlias alias) {
        return new AliasSight(alias, Kind.ASK, Optional.empty(), false, Optional.empty(), false);
    }

    static AliasSight ours(RoomAlias alias) {
        return new AliasSight(alias, Kind.OURS, Optional.empty(), false, Optional.empty(), false);
    }

    AliasSight as(Kind next) {
        return new AliasSight(alias, next, room, entered, Optional.empty(), again);
    }

    AliasSight as(Kind next, Instant since) {
        return new AliasSight(alias, next, room, entered, Optional.of(since), again);
    }

    AliasSight pointing(RoomId target, Kind next) {
        return new AliasSight(alias, next, Optional.of(target), entered, Optional.empty(), again);
    }

    AliasSight afterEntering() {
        return new AliasSight(alias, Kind.POINTS, room, true, Optional.empty(), again);
    }

    AliasSight secondLook() {
        return new AliasSight(alias, Kind.ASK, room, entered, Optional.empty(), true);
    }

    static List<AliasSight> replace(List<AliasSight> sights, AliasSight next) {
        return sights.stream().anyMatch(sight -> sight.alias.equals(next.alias))
                ? sights.stream()
                        .map(sight -> sight.alias.equals(next.alias) ? next : sight)
                        .toList()
                : Stream.concat(sights.stream(), Stream.of(next)).toList();
    }
}
