package net.openmeet.matrix.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects everything that is wrong, so that it can be said at once. A problem said twice counts once. */
final class Problems {
    private final Set<String> said = new LinkedHashSet<>();

    /** Adds a problem with the variable or YAML path {@code name}. */
    void add(String name, String problem) {
        said.add(name + ": " + problem);
    }

    List<String> all() {
        return List.copyOf(said);
    }
}
