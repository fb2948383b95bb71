package net.openmeet.matrix.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where the state stores lie: where state belongs that should outlive a restart, not where Kafka Streams would put it. */
final class StateDir {
    private StateDir() {}

    /** {@code $XDG_STATE_HOME/openmeet-matrix}, by default {@code ~/.local/state/openmeet-matrix}. */
    static String usual(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = state.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(state);
        return home.resolve("openmeet-matrix").toString();
    }

    static Path of(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }

    /** A cleaner of temporary folders takes files that weren't read for ten days from under a running store. */
    static List<String> warnings(Path stateDir) {
        return Stream.of(System.getProperty("java.io.tmpdir"), "/tmp", "/var/tmp", "/dev/shm")
                .map(StateDir::of)
                .filter(stateDir::startsWith)
                .findFirst()
                .map(temporary -> "state-dir: " + stateDir + " is in the temporary folder " + temporary
                        + ", where files may be deleted; set OPENMEET_STATE_DIR")
                .stream()
                .toList();
    }
}
