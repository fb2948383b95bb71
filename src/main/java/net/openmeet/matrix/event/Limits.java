package net.openmeet.matrix.event;

/**
 * How much of a text is used. Counted in code points, as Synapse counts. One code point is at most 4 bytes of JSON, and
 * Synapse writes a topic twice (plain and as {@code m.topic}), so name and description together make at most
 * (1,000 + 5,000) × 4 × 2 = 48,000 bytes of an event that may have 65,536.
 */
public final class Limits {

    /** A group's or event's name. */
    public static final int NAME = 1_000;

    /** A group's or event's description. */
    public static final int DESCRIPTION = 5_000;

    /** A display name; Synapse refuses more than 256. */
    public static final int DISPLAY_NAME = 256;

    /** A slug; OpenMeet's own limit. */
    public static final int SLUG = 100;

    /** A tenant id or an aggregate's id. */
    public static final int ID = 64;

    /** A Matrix localpart: as long as the longest derived one, {@code slug_tenant}. */
    public static final int HANDLE = SLUG + 1 + ID;

    /**
     * A server name, in bytes: what the longest alias leaves, {@code #event-slug-tenant:server} having at most 255. The longest
     * Matrix user id leaves 88.
     */
    public static final int SERVER_NAME = 255 - "#event-".length() - SLUG - "-".length() - ID - ":".length();

    /** A CloudEvent's id, which is only shown. */
    static final int EVENT_ID = 256;

    /** A {@code snapshot} extension. */
    static final int SNAPSHOT = 128;

    /** The parts of one snapshot. */
    static final int PARTS = 10_000;

    /** A record's value, in bytes; eight times what a broker takes by default. */
    static final int VALUE = 8 * 1024 * 1024;

    private Limits() {}
}
