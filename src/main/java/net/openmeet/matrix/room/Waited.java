package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What something waits for, with whose turn it is. */
public record Waited(WaitReason reason) {

    /** {@code ours} or {@code openmeet}. */
    @JsonProperty
    public String turn() {
        return reason.turn().name().toLowerCase(Locale.ROOT);
    }
}
