package net.openmeet.matrix.container;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.openmeet.matrix.config.ConfigLoader;
import net.openmeet.matrix.config.Effective;

/** The environment variables that the service reads. */
final class KnownVariables {
    private static final String SECRET_IN_FILE = "_FILE";
    private static final String OF_KAFKA = "OPENMEET_KAFKA_";
    /** Read before the configuration is, or by the command line alone. */
    private static final List<String> OTHERS = List.of(
            ConfigLoader.FILE, "OPENMEET_API_URL", "OPENMEET_LOG_FORMAT", "OPENMEET_LOG_LEVEL", "OPENMEET_LOG_CHANGES");

    private KnownVariables() {}

    /** Those of these that it doesn't read. */
    static Set<String> unknownAmong(Collection<String> names) {
        Set<String> known = new TreeSet<>(OTHERS);
        ConfigLoader.load(Map.of()).effective().stream()
                .map(Effective::variable)
                .flatMap(variable -> variable.stream())
                .forEach(known::add);
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeIf(name -> name.startsWith(OF_KAFKA) || known.contains(withoutSuffix(name)));
        return unknown;
    }

    private static String withoutSuffix(String name) {
        return name.endsWith(SECRET_IN_FILE) && !name.equals("OPENMEET_CREDENTIALS_KEY_FILE")
                ? name.substring(0, name.length() - SECRET_IN_FILE.length())
                : name;
    }
}
