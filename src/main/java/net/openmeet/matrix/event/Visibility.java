package net.openmeet.matrix.event;

/** Who may find and enter a group or event, as OpenMeet names it. */
public enum Visibility implements Worded {
    PUBLIC,
    UNLISTED,
    PRIVATE
}
