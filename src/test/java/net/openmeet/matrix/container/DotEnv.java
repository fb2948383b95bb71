package net.openmeet.matrix.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Files of variables, as compose and kustomize read them. */
final class DotEnv {
    private static final Pattern LINE = Pattern.compile("(?m)^([A-Z][A-Z0-9_]*)=(.*)$");
    private static final Pattern COMMENTED = Pattern.compile("(?m)^# ([A-Z][A-Z0-9_]*)=(.*)$");

    private DotEnv() {}

    /** Those that are set. */
    static Map<String, String> read(Path file) {
        return read(file, LINE);
    }

    /** Those that are only shown, in comments. */
    static Map<String, String> shown(Path file) {
        return read(file, COMMENTED);
    }

    private static Map<String, String> read(Path file, Pattern pattern) {
        try {
            Map<String, String> variables = new TreeMap<>();
            pattern.matcher(Files.readString(file))
                    .results()
                    .forEach(line -> variables.put(line.group(1), line.group(2)));
            return variables;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
