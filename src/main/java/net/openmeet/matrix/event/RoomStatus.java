package net.openmeet.matrix.event;

/** The publication status of a group or event; a group is never cancelled. */
public enum RoomStatus implements Worded {
    DRAFT,
    PENDING,
    PUBLISHED,
    CANCELLED;

    /** Whether it isn't for its members yet. */
    public boolean isDraft() {
        return this == DRAFT || this == PENDING;
    }
}
