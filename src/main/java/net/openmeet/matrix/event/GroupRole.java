package net.openmeet.matrix.event;

/** A person's role in a group, as OpenMeet names them; a guest awaits approval. */
public enum GroupRole implements Worded {
    OWNER,
    ADMIN,
    MODERATOR,
    MEMBER,
    GUEST
}
