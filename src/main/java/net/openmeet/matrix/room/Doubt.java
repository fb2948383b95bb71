package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.RoomAlias;

/**
 * The suspicion that a room is gone: no one answer proves it, so the bot tries to enter it and looks up every alias, and does both
 * again half a minute later, because a homeserver that restarts answers the same for a moment.
 *
 * @param since when the first look began
 * @param again whether this is the second look
 * @param asked whether the room was unknown when the bot tried to enter it, in this look
 * @param elsewhere aliases that don't point to the room, in this look
 * @param here aliases that do
 * @param shutSince the room is there but doesn't let the bot in, since then
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Doubt(
        Instant since,
        boolean again,
        boolean asked,
        List<RoomAlias> elsewhere,
        List<RoomAlias> here,
        Optional<Instant> shutSince) {

    static Doubt since(Instant now) {
        return new Doubt(now, false, false, List.of(), List.of(), Optional.empty());
    }

    Doubt secondLook() {
        return new Doubt(since, true, false, List.of(), List.of(), Optional.empty());
    }

    Doubt roomUnknown() {
        return new Doubt(since, again, true, elsewhere, here, Optional.empty());
    }

    Doubt shut(Instant now) {
        return new Doubt(since, again, false, elsewhere, here, Optional.of(now));
    }

    Doubt open() {
        return new Doubt(since, again, false, elsewhere, here, Optional.empty());
    }

    /** An alias that still points to the room makes it worth asking once more before the alias is taken from it. */
    Doubt points(RoomAlias alias, boolean toRoom) {
        List<RoomAlias> away = elsewhere.stream().filter(a -> !a.equals(alias)).toList();
        List<RoomAlias> to = here.stream().filter(a -> !a.equals(alias)).toList();
        return new Doubt(
                since,
                again,
                asked && !toRoom,
                toRoom ? away : plus(away, alias),
                toRoom ? plus(to, alias) : to,
                shutSince);
    }

    /** Whether {@code alias} was looked up in this look. */
    boolean sawAlias(RoomAlias alias) {
        return elsewhere.contains(alias) || here.contains(alias);
    }

    private static List<RoomAlias> plus(List<RoomAlias> some, RoomAlias one) {
        return Stream.concat(some.stream(), Stream.of(one)).toList();
    }
}
