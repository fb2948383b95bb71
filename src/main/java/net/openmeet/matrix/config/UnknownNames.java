package net.openmeet.matrix.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds settings that nobody asked for, and what was probably meant. Runs last, when all that is known was asked for. */
final class UnknownNames {
    private static final List<String> SHARED = List.of("OPENMEET_POLICY_", "OPENMEET_CALLS_", "OPENMEET_RESYNC_");
    private static final List<String> OURS = List.of("OPENMEET_", "MATRIX_", "KAFKA_", "HTTP_");

    private UnknownNames() {}

    static void check(Settings settings) {
        Collection<String> paths = settings.askedPaths();
        settings.file().keySet().stream()
                .filter(path -> !paths.contains(path))
                .forEach(path ->
                        settings.problems().add(path, "there is no such setting" + Nearest.question(path, paths)));
        settings.environment().forEach((name, value) -> {
            if (!value.isBlank()) {
                checkVariable(name, settings);
            }
        });
    }

    private static void checkVariable(String name, Settings settings) {
        Collection<String> known = settings.askedVariables();
        if (known.contains(name) || OURS.stream().noneMatch(name::startsWith)) {
            return;
        }
        if (TenantVariables.NAMES.contains(name)) {
            settings.problems()
                    .add(name, "says nothing about which tenant of the file it is for; set OPENMEET_TENANT_ID, too");
        } else if (SHARED.stream().anyMatch(name::startsWith)) {
            settings.problems().add(name, "there is no such setting" + Nearest.question(name, known));
        } else {
            // Others use these prefixes, too: only what looks like a slip of a variable that isn't set is one.
            slip(name, settings.environment(), known)
                    .ifPresent(meant ->
                            settings.problems().add(name, "there is no such setting; did you mean " + meant + "?"));
        }
    }

    private static Optional<String> slip(String name, Map<String, String> environment, Collection<String> known) {
        var unset = new TreeSet<>(known);
        unset.removeAll(environment.keySet());
        return Nearest.to(name, unset, Nearest.SLIP);
    }
}
