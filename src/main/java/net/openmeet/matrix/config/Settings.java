package net.openmeet.matrix.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The environment and the leaves of the file, and what was asked of them. Who asks for a setting makes it a known one: there is no
 * second list of names. For use by one thread.
 */
final class Settings {
    private final Map<String, String> environment;
    private final Map<String, List<String>> file;
    private final Problems problems;
    private final Set<String> askedPaths = new LinkedHashSet<>();
    private final Set<String> askedVariables = new TreeSet<>();
    private final List<Effective> effective = new ArrayList<>();

    Settings(Map<String, String> environment, Map<String, List<String>> file, Problems problems) {
        this.environment = environment;
        this.file = file;
        this.problems = problems;
    }

    /** A setting of the environment; an empty one counts as not set. */
    Optional<Given> variable(String name) {
        askedVariables.add(name);
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(value -> new Given(List.of(value.strip()), name));
    }

    /** A setting of the file. */
    Optional<Given> path(String path) {
        askedPaths.add(path);
        return Optional.ofNullable(file.get(path)).map(values -> new Given(values, path));
    }

    Problems problems() {
        return problems;
    }

    boolean hasFile() {
        return !file.isEmpty();
    }

    Map<String, String> environment() {
        return environment;
    }

    Map<String, List<String>> file() {
        return file;
    }

    void show(Effective setting) {
        effective.add(setting);
    }

    List<Effective> effective() {
        return effective;
    }

    Collection<String> askedPaths() {
        return askedPaths;
    }

    Collection<String> askedVariables() {
        return askedVariables;
    }
}
