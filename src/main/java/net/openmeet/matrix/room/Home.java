package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.UserId;

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
 * @param lateUntil until when a call of an instance that had the lane before may still take effect
 * @param lateNames by person, under which names such a call may have been about them that they don't have any more
 * @param rejoining whether somebody asked for those who left: who OpenMeet wants in and the next reading shows out comes back
 * @param unclaimed whether the room was seen to say nowhere that it is this lane's: one that OpenMeet made before there was a service
 * @param strangersFrom from when on strangers may be told in a room that was found: until then they may be members whom we are yet to
 *     hear of, as in a backfill
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
        Optional<Upheaval> upheaval,
        Optional<Instant> lateUntil,
        Optional<Map<String, List<UserId>>> lateNames,
        Optional<Boolean> rejoining,
        Optional<Boolean> unclaimed,
        Optional<Instant> strangersFrom) {

    /** More on one createRoom make it slow: an invite costs the homeserver 25 to 33 ms. */
    static final int MOST_INVITES = 50;

    /**
     * A wiped database, or one restored from a backup: one look is then enough to conclude that a room is gone.
     *
     * @param back rooms that were gone and may be there again, the latest first: tried before a new one is made
     */
    record Upheaval(List<RoomId> back) {}

    static Home unknown() {
        return new HomeDraft().home();
    }

    /** In the room that was made or found. */
    Home in(RoomId room, String itsVersion, boolean botUnbounded, boolean wasThere) {
        return change(next -> {
            next.roomId = Optional.of(room);
            next.version = Optional.of(itsVersion);
            next.unbounded = botUnbounded;
            next.attempted = false;
            next.adopted = wasThere && !closing;
            next.rejoining = rejoining.filter(its -> wasThere);
            next.unclaimed = Optional.empty();
            next.unread = false;
            next.doubt = Optional.empty();
            next.notMade = Optional.empty();
            next.upheaval = Optional.empty();
        });
    }

    /** Without its room, which is gone, or in one that may be back instead. */
    Home lost() {
        Home without = change(next -> {
            next.era = era + 1;
            next.roomId = Optional.empty();
            next.version = Optional.empty();
            next.unbounded = false;
            next.previous =
                    Stream.concat(previous.stream(), roomId.stream()).distinct().toList();
            next.adopted = false;
            next.rejoining = Optional.empty();
            next.unclaimed = Optional.empty();
            next.strangersFrom = Optional.empty();
            next.unread = false;
            next.closing = false;
            next.doubt = Optional.empty();
            next.notMade = Optional.empty();
        });
        return upheaval.map(without::returning).orElse(without);
    }

    /** After the homeserver's database was replaced: the room there is may be gone, and one that was gone may be back. */
    Home shaken() {
        Upheaval since = new Upheaval(previous.reversed().stream()
                .filter(former -> roomId.filter(former::equals).isEmpty())
                .toList());
        Home shaken = change(next -> {
            next.unread = roomId.isPresent();
            next.doubt = Optional.empty();
            next.notMade = Optional.empty();
            next.upheaval = Optional.of(since);
        });
        return roomId.isPresent() ? shaken : shaken.returning(since);
    }

    /** In the next of the rooms that may be back, if there is one. */
    private Home returning(Upheaval since) {
        return since.back().isEmpty()
                ? this
                : change(next -> {
                    next.roomId = Optional.of(since.back().getFirst());
                    next.version = Optional.empty();
                    next.unbounded = false;
                    next.adopted = true;
                    next.unread = true;
                    next.doubt = Optional.empty();
                    next.upheaval = Optional.of(
                            new Upheaval(since.back().subList(1, since.back().size())));
                });
    }

    /** As a reading of the whole room shows it. */
    Home read(String itsVersion, boolean botUnbounded) {
        return change(next -> {
            next.version = Optional.of(itsVersion);
            next.unbounded = botUnbounded;
            next.previous = previous.stream()
                    .filter(former -> roomId.filter(former::equals).isEmpty())
                    .toList();
            next.unread = false;
            next.upheaval = Optional.empty();
            next.rejoining = Optional.empty();
        });
    }

    /** With everybody's place void and the room, if there is one, to be emptied. */
    Home closed() {
        return change(next -> {
            next.era = era + 1;
            next.adopted = false;
            next.rejoining = Optional.empty();
            next.strangersFrom = Optional.empty();
            next.unread = roomId.isPresent();
            next.closing = roomId.isPresent() || attempted;
            next.notMade = Optional.empty();
        });
    }

    Home with(Optional<Doubt> its) {
        return change(next -> next.doubt = its);
    }

    Home withUnread(boolean its) {
        return change(next -> next.unread = its);
    }

    /** Whether who is seen to have left by the next reading is brought back. */
    Home withRejoining(boolean its) {
        return change(next -> next.rejoining = Optional.of(true).filter(ignored -> its));
    }

    Home withStrangersFrom(Optional<Instant> its) {
        return change(next -> next.strangersFrom = its);
    }

    Home withUnclaimed(boolean its) {
        return change(next -> next.unclaimed = Optional.of(true).filter(ignored -> its));
    }

    Home withClosing(boolean its) {
        return change(next -> next.closing = its);
    }

    Home withAttempted(boolean its) {
        return change(next -> next.attempted = its);
    }

    Home withInvitesAtOnce(int its) {
        return change(next -> next.invitesAtOnce = its);
    }

    Home withNotMade(Optional<Problem> its) {
        return change(next -> next.notMade = its);
    }

    Home withLateUntil(Optional<Instant> its) {
        return change(next -> next.lateUntil = its);
    }

    /** With {@code user} as a name of a person's that is theirs no more. */
    Home withLateName(String personId, UserId user) {
        return change(next -> next.addLateName(personId, user));
    }

    Home withLateNames(Map<String, List<UserId>> its) {
        return change(next -> next.lateNames =
                Optional.of(its).filter(names -> !names.isEmpty()).map(Map::copyOf));
    }

    /** Whether somebody asked for those who left. */
    @JsonIgnore
    boolean isRejoining() {
        return rejoining.orElse(false);
    }

    /** Whether who seems to be a stranger may be a member of whom we are yet to hear. */
    boolean sparesStrangers(Instant now) {
        return strangersFrom.filter(now::isBefore).isPresent();
    }

    /** Whether the room is to be marked as this lane's. */
    @JsonIgnore
    boolean isUnclaimed() {
        return unclaimed.orElse(false);
    }

    /** Whether a call of an instance that had the lane before may still take effect, of which we know nothing. */
    boolean mayChangeLate(Instant now) {
        return lateUntil.filter(now::isBefore).isPresent();
    }

    private Home change(Consumer<HomeDraft> change) {
        HomeDraft next = new HomeDraft(this);
        change.accept(next);
        return next.home();
    }
}
