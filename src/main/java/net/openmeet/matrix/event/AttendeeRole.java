package net.openmeet.matrix.event;

/** A person's role at an event, as OpenMeet names them. */
public enum AttendeeRole implements Worded {
    PARTICIPANT,
    HOST,
    SPEAKER,
    MODERATOR,
    GUEST
}
