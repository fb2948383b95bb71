package net.openmeet.matrix.epoch;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a tenant's epoch or resync rose. */
public enum Cause {
    /** The homeserver has no mark of ours any more. */
    WIPED("wiped"),
    /** The homeserver has an older mark than we know it had. */
    RESTORED("restored"),
    /** The homeserver was marked with a higher epoch than we know of: our own state is the older one. */
    ADOPTED("adopted"),
    /** Somebody asked for it. */
    RESYNC("resync");

    private final String word;

    Cause(String word) {
        this.word = word;
    }

    /** As written to topics and metrics. */
    @JsonValue
    public String word() {
        return word;
    }
}
