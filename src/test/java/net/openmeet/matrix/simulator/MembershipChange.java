package net.openmeet.matrix.simulator;

/** May this sender give this user this membership? Matrix spec, room version 11, rule 4, for one server's own users. */
final class MembershipChange {
    private final Room room;
    private final String sender;
    private final String target;
    private final PowerLevels levels;

    MembershipChange(Room room, String sender, String target) {
        this.room = room;
        this.sender = sender;
        this.target = target;
        this.levels = new PowerLevels(room);
    }

    void requireAllowed(Membership wanted) {
        boolean creatorsFirst = room.timeline().size() == 1 && sender.equals(room.creator());
        if (wanted == Membership.JOIN && creatorsFirst && sender.equals(target)) {
            return;
        }
        switch (wanted) {
            case JOIN -> requireJoin();
            case INVITE -> requireInvite();
            case LEAVE -> requireLeave();
            case BAN -> requireBan();
            case NONE -> throw new IllegalArgumentException("nobody is sent to NONE");
        }
    }

    private void requireJoin() {
        if (!sender.equals(target)) {
            throw MatrixError.forbidden("Cannot force another user to join.");
        }
        Membership current = room.membership(target);
        if (current == Membership.BAN) {
            throw MatrixError.forbidden("You are banned from this room");
        }
        String rule = room.text("m.room.join_rules", "join_rule").orElse("invite");
        boolean isIn = current == Membership.JOIN || current == Membership.INVITE;
        if (!isIn && rule.equals("restricted")) {
            throw MatrixError.forbidden("You do not belong to any of the required rooms/spaces to join this room.");
        }
        if (!isIn && !rule.equals("public")) {
            throw MatrixError.forbidden("You are not invited to this room.");
        }
    }

    private void requireInvite() {
        requireSenderInRoom();
        switch (room.membership(target)) {
            case BAN -> throw MatrixError.forbidden(target + " is banned from the room");
            case JOIN -> throw MatrixError.forbidden(target + " is already in the room.");
            case NONE, INVITE, LEAVE -> {
                if (levels.of(sender) < levels.toInvite()) {
                    throw MatrixError.forbidden("You don't have permission to invite users");
                }
            }
        }
    }

    private void requireLeave() {
        boolean rejectsInvite = sender.equals(target) && room.membership(sender) == Membership.INVITE;
        if (rejectsInvite) {
            return;
        }
        requireSenderInRoom();
        if (room.membership(target) == Membership.BAN && levels.of(sender) < levels.toBan()) {
            throw MatrixError.forbidden("You cannot unban user " + target + ".");
        }
        if (!sender.equals(target) && (levels.of(sender) < levels.toKick() || levels.of(sender) <= levels.of(target))) {
            throw MatrixError.forbidden("You cannot kick user " + target + ".");
        }
    }

    private void requireBan() {
        requireSenderInRoom();
        if (levels.of(sender) < levels.toBan()) {
            throw MatrixError.forbidden("You don't have permission to ban");
        }
        if (levels.of(sender) <= levels.of(target)) {
            throw MatrixError.forbidden("You don't have permission to ban this user");
        }
    }

    private void requireSenderInRoom() {
        if (room.membership(sender) != Membership.JOIN) {
            throw MatrixError.forbidden(sender + " not in room " + room.id() + ".");
        }
    }
}
