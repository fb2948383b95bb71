package net.openmeet.matrix.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An enum that is written in JSON as its lower-case word. */
public interface Worded {

    /** The constant's name, as declared. */
    String name();

    /** The word that stands in JSON. */
    @JsonValue
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
