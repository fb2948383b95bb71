package net.openmeet.matrix.homeserver;

/**
 * Parts of Synapse's error texts, for the cases where it answers several things with one error code. Recorded from Synapse 1.160.0;
 * the whole texts are in the tests of {@link Outcomes}. Where a text changes, the answer is classified as rejected.
 */
final class SynapseTexts {
    static final String NOT_REGISTERED = "has not registered this user";
    static final String CANNOT_MASQUERADE = "cannot masquerade as this user";
    static final String ALREADY_IN_ROOM = "is already in the room";
    static final String TARGET_NOT_IN_ROOM = "The target user is not in the room";
    static final String NOT_IN_ROOM = "not in room";
    static final String MUST_BE_IN_ROOM = "You must be in the room";
    static final String UNKNOWN_ROOM = "Unknown room";
    static final String NOT_A_KNOWN_ROOM = "Not a known room";
    static final String CANNOT_JOIN_REMOTE = "Can't join remote room";
    static final String ROOM_DOES_NOT_EXIST = "Room does not exist";
    static final String NOT_INVITED = "You are not invited to this room";
    static final String NOT_IN_SPACE = "You do not belong to any of the required rooms/spaces";
    static final String NO_PERMISSION = "You don't have permission";
    static final String CANNOT_KICK = "You cannot kick user";
    static final String NOT_A_MODERATOR = "requires you to be a moderator";
    static final String TOO_MANY_INVITES = "Cannot invite so many users at once";
    static final String NOT_SERVER_ADMIN = "You are not a server admin";

    private SynapseTexts() {}
}
