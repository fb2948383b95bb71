package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.UserId;

/** A {@link Home} while it is changed: eighteen arguments in a row are easily confused. */
final class HomeDraft {
    int era;
    Optional<RoomId> roomId = Optional.empty();
    Optional<String> version = Optional.empty();
    boolean unbounded;
    List<RoomId> previous = List.of();
    boolean attempted;
    int invitesAtOnce = Home.MOST_INVITES;
    boolean adopted;
    boolean unread;
    boolean closing;
    Optional<Doubt> doubt = Optional.empty();
    Optional<Problem> notMade = Optional.empty();
    Optional<Home.Upheaval> upheaval = Optional.empty();
    Optional<Instant> lateUntil = Optional.empty();
    Optional<Map<String, List<UserId>>> lateNames = Optional.empty();
    Optional<Boolean> rejoining = Optional.empty();
    Optional<Boolean> unclaimed = Optional.empty();
    Optional<Instant> strangersFrom = Optional.empty();

    /** Of a lane that has no room. */
    HomeDraft() {}

    HomeDraft(Home from) {
        era = from.era();
        roomId = from.roomId();
        version = from.version();
        unbounded = from.unbounded();
        previous = from.previous();
        attempted = from.attempted();
        invitesAtOnce = from.invitesAtOnce();
        adopted = from.adopted();
        unread = from.unread();
        closing = from.closing();
        doubt = from.doubt();
        notMade = from.notMade();
        upheaval = from.upheaval();
        lateUntil = from.lateUntil();
        lateNames = from.lateNames();
        rejoining = from.rejoining();
        unclaimed = from.unclaimed();
        strangersFrom = from.strangersFrom();
    }

    /** With {@code user} as a name of a person's that is theirs no more. */
    void addLateName(String personId, UserId user) {
        Map<String, List<UserId>> names = new TreeMap<>(lateNames.orElse(Map.of()));
        names.merge(
                personId,
                List.of(user),
                (some, one) -> some.contains(user)
                        ? some
                        : Stream.concat(some.stream(), one.stream()).toList());
        lateNames = Optional.of(Map.copyOf(names));
    }

    Home home() {
        return new Home(
                era,
                roomId,
                version,
                unbounded,
                previous,
                attempted,
                invitesAtOnce,
                adopted,
                unread,
                closing,
                doubt,
                notMade,
                upheaval,
                lateUntil,
                lateNames,
                rejoining,
                unclaimed,
                strangersFrom);
    }
}
