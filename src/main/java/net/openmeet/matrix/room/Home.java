package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomId;

/**
 * Which room a lane has, and how sure we are of it.
 *
 * @param era counts rooms and deletions: what was seen of members in an older one is void
 * @param version the room version
 * @param unbounded whether the bot created a room of version 12 or later: its power has no bound and it isn't listed
 * @param previous rooms that turned out to be gone
 * @param attempted whether a createRoom was sent since a room was last confirmed
 * @param invitesAtOnce how many invites the homeserver takes on one createRoom, as far as we know
 * @param adopted whether the room is older than what we remember: new members may have left it on their own before
 * @param unread whether the whole room is to be read before anything else is done
 * @param closing whether everybody has to get out, after a deletion
 * @param doubt the suspicion that the room is gone or that the bot isn't in it
 * @param notMade why the last createRoom was refused, until it is clear that it left nothing behind
 * @param upheaval the homeserver's database was replaced since the room was last seen
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Home(
        int era,
        Optional<RoomId> roomId,
        Optional<String> version,
        boolean unbounded,
        List<RoomId> previous,
        boolean attempted,
        int invitesAtOnce,
        boolean adopted,
        boolean unread,
        boolean closing,
        Optional<Doubt> doubt,
        Optional<Problem> notMade,
        Optional<Upheaval> upheaval) {

    /** More on one createRoom make it slow: an invite costs the homeserver 25 to 33 ms. */
    static final int MOST_INVITES = 50;

    /**
     * A wiped database, or one restored from a backup: one look is then enough to conclude that a room is gone.
     *
     * @param back rooms that were gone and may be there again, the latest first: tried before a new one is made
     */
    record Upheaval(List<RoomId> back) {}

    static Home unknown() {
        return new Home(
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                false,
                MOST_INVITES,
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** In the room that was made or found. */
    Home in(RoomId room, String itsVersion, boolean botUnbounded, boolean wasThere) {
        return new Home(
                era,
                Optional.of(room),
                Optional.of(itsVersion),
                botUnbounded,
                previous,
                false,
                invitesAtOnce,
                wasThere && !closing,
                false,
                closing,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Without its room, which is gone, or in one that may be back instead. */
    Home lost() {
        List<RoomId> former =
                Stream.concat(previous.stream(), roomId.stream()).distinct().toList();
        Home without = new Home(
                era + 1,
                Optional.empty(),
                Optional.empty(),
                false,
                former,
                attempted,
                invitesAtOnce,
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                upheaval);
        return upheaval.map(without::returning).orElse(without);
    }

    /** After the homeserver's database was replaced: the room there is may be gone, and one that was gone may be back. */
    Home shaken() {
        Upheaval since = new Upheaval(previous.reversed().stream()
                .filter(former -> roomId.filter(former::equals).isEmpty())
                .toList());
        Home shaken = new Home(
                era,
                roomId,
                version,
                unbounded,
                previous,
                attempted,
                invitesAtOnce,
                adopted,
                roomId.isPresent(),
                closing,
                Optional.empty(),
                Optional.empty(),
                Optional.of(since));
        return roomId.isPresent() ? shaken : shaken.returning(since);
    }

    /** In the next of the rooms that may be back, if there is one. */
    private Home returning(Upheaval since) {
        return since.back().isEmpty()
                ? this
                : new Home(
                        era,
                        Optional.of(since.back().getFirst()),
                        Optional.empty(),
                        false,
                        previous,
                        attempted,
                        invitesAtOnce,
                        true,
                        true,
                        closing,
                        Optional.empty(),
                        notMade,
                        Optional.of(new Upheaval(
                                since.back().subList(1, since.back().size()))));
    }

    /** As a reading of the whole room shows it. */
    Home read(String itsVersion, boolean botUnbounded) {
        return new Home(
                era,
                roomId,
                Optional.of(itsVersion),
                botUnbounded,
                previous.stream()
                        .filter(former -> roomId.filter(former::equals).isEmpty())
                        .toList(),
                attempted,
                invitesAtOnce,
                adopted,
                false,
                closing,
                doubt,
                notMade,
                Optional.empty());
    }

    /** With everybody's place void and the room, if there is one, to be emptied. */
    Home closed() {
        boolean toClose = roomId.isPresent() || attempted;
        return new Home(
                era + 1,
                roomId,
                version,
                unbounded,
                previous,
                attempted,
                invitesAtOnce,
                false,
                roomId.isPresent(),
                toClose,
                doubt,
                Optional.empty(),
                upheaval);
    }

    Home with(Optional<Doubt> next) {
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
                next,
                notMade,
                upheaval);
    }

    Home withUnread(boolean next) {
        return new Home(
                era,
                roomId,
                version,
                unbounded,
                previous,
                attempted,
                invitesAtOnce,
                adopted,
                next,
                closing,
                doubt,
                notMade,
                upheaval);
    }

    Home withClosing(boolean next) {
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
                next,
                doubt,
                notMade,
                upheaval);
    }

    Home withAttempted(boolean next) {
        return new Home(
                era,
                roomId,
                version,
                unbounded,
                previous,
                next,
                invitesAtOnce,
                adopted,
                unread,
                closing,
                doubt,
                notMade,
                upheaval);
    }

    Home withInvitesAtOnce(int next) {
        return new Home(
                era, roomId, version, unbounded, previous, attempted, next, adopted, unread, closing, doubt, notMade,
                upheaval);
    }

    Home withNotMade(Optional<Problem> next) {
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
                next,
                upheaval);
    }
}
