package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Invite, join, leave, kick, ban and unban, with the answers Synapse gives before any rule of the room is asked. */
final class Memberships {
    private final Database database;
    private final SimulatorSettings settings;
    private final EventSending events;

    Memberships(Database database, SimulatorSettings settings) {
        this.database = database;
        this.settings = settings;
        this.events = new EventSending(database.directory());
    }

    RoomEvent change(String sender, String target, String roomId, MembershipAction action, ObjectNode given) {
        Membership wanted = action.membership();
        ObjectNode content = given.deepCopy().put("membership", wanted.word());
        if (wanted == Membership.JOIN || wanted == Membership.INVITE) {
            addProfile(target, content);
        }
        Optional<Room> found = database.room(roomId);
        boolean comesIn = wanted == Membership.JOIN || wanted == Membership.INVITE;
        if (comesIn && found.filter(Room::isBlocked).isPresent()) {
            throw MatrixError.unknown(403, "This room has been blocked on this server");
        }
        Optional<Room> alive = found.filter(room -> !room.isDead());
        alive.ifPresent(room -> requireTransition(room, target, action));
        Room room = alive.or(() -> found.filter(dead -> remembers(dead, target, wanted)))
                .orElseThrow(() -> noRoom(found, wanted));
        if (wanted == Membership.INVITE && !settings.isLocal(target)) {
            new MembershipChange(room, sender, target).requireAllowed(wanted);
            throw MatrixError.forbidden("Federation denied with " + UserIds.domain(target) + ".");
        }
        return events.state(room, sender, "m.room.member", target, content);
    }

    /** A dead room still tells its former members that they are not in it. */
    private static boolean remembers(Room dead, String target, Membership wanted) {
        return switch (wanted) {
            case JOIN -> false;
            case LEAVE -> dead.membership(target) != Membership.NONE;
            case INVITE, BAN -> !dead.isOrphan();
            case NONE -> throw new IllegalArgumentException("nobody is sent to NONE");
        };
    }

    private static MatrixError noRoom(Optional<Room> orphanOrDead, Membership wanted) {
        return switch (wanted) {
            case JOIN ->
                MatrixError.unknown(
                        404, "Can't join remote room because no servers that are in the room have been provided.");
            case LEAVE -> MatrixError.unknown(404, "Not a known room");
            case INVITE, BAN, NONE ->
                orphanOrDead.isPresent() ? MatrixError.internal() : MatrixError.forbidden("Unknown room");
        };
    }

    private static void requireTransition(Room room, String target, MembershipAction action) {
        Membership current = room.membership(target);
        if (action == MembershipAction.UNBAN && current != Membership.BAN && current != Membership.NONE) {
            throw MatrixError.badState("Cannot unban user who was not banned (membership=" + current.word() + ")");
        }
        boolean sparesBanned =
                action == MembershipAction.BAN || action == MembershipAction.UNBAN || action == MembershipAction.LEAVE;
        if (current == Membership.BAN && !sparesBanned) {
            throw MatrixError.badState("Cannot " + action.verb() + " user who was banned");
        }
        boolean isIn = current == Membership.JOIN || current == Membership.INVITE;
        if (action == MembershipAction.KICK && !isIn) {
            throw MatrixError.forbidden("The target user is not in the room");
        }
    }

    private void addProfile(String user, ObjectNode content) {
        database.accounts().find(user).ifPresent(account -> {
            if (!content.has("displayname")) {
                account.displayName().ifPresent(name -> content.put("displayname", name));
            }
            if (!content.has("avatar_url")) {
                account.avatarUrl().ifPresent(url -> content.put("avatar_url", url));
            }
        });
    }
}
