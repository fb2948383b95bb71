package net.openmeet.matrix.config;

/** What becomes of a domain event of a tenant that isn't configured here. */
public enum OtherTenants {
    /** Counted and passed over: another instance of the service, with another application id, is in charge of it. */
    SKIP,
    /** Sent to the dead-letter topic: nothing is lost when a tenant was forgotten. */
    DEAD_LETTER
}
