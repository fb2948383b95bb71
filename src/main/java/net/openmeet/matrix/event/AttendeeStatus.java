package net.openmeet.matrix.event;

/** Whether a person comes to an event, as OpenMeet names it. */
public enum AttendeeStatus implements Worded {
    INVITED,
    CONFIRMED,
    ATTENDED,
    CANCELLED,
    REJECTED,
    MAYBE,
    PENDING,
    WAITLIST
}
