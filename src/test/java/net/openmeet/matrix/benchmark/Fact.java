package net.openmeet.matrix.benchmark;

/** The kinds of facts that latency is measured of. */
enum Fact {
    ROOM_CREATED(1_000, "room created", "look-up of its alias", true),
    ROOM_RENAMED(2_000, "room renamed", "its name", true),
    MEMBER_JOINED(3_000, "member joined, account known", "join", false),
    NEW_PERSON(4_000, "member joined, account new", "claim on the account, after register", true),
    ROLE_CHANGED(5_000, "role changed", "reading the levels", false),
    MEMBER_OUT(6_000, "member out", "leave", false),
    PERSON_RENAMED(7_000, "person renamed", "display name", true);

    private final int ids;
    private final String words;
    private final String call;
    private final boolean held;

    Fact(int ids, String words, String call, boolean held) {
        this.ids = ids;
        this.words = words;
        this.call = call;
        this.held = held;
    }

    /** The first id of its rooms and people. */
    int ids() {
        return ids;
    }

    String words() {
        return words;
    }

    String call() {
        return call;
    }

    /** Whether the service waits for more of the kind before it acts. */
    boolean isHeld() {
        return held;
    }
}
