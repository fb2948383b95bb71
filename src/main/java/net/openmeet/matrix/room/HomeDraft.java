package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.UserId;

/** A {@link Home} while it is changed: sixteen arguments in a row are easily confused. */
final class HomeDraft {
    int era;
    Optional<RoomId> roomId;
    Optional<String> version;
    boolean unbounded;
    List<RoomId> previous;
    boolean attempted;
    int invitesAtOnce;
    boolean adopted;
    boolean unread;
    boolean closing;
    Optional<Doubt> doubt;
    Optional<Problem> notMade;
    Optional<Home.Upheaval> upheaval;
    Optional<Instant> lateUntil;
    Optional<Map<String, List<UserId>>> lateNames;
    Optional<Boolean> rejoining;

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
                rejoining);
    }
}
