package net.openmeet.matrix;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/**
 * What {@code java -jar} starts. This directory is compiled for Java 8, so that an older Java can still run it and read
 * one line about what is needed, where the rest of the service would only give an UnsupportedClassVersionError.
 */
public final class Launcher {
    /** The exit code when this Java is too old; the command line uses the same for wrong usage. */
    static final int TOO_OLD = 2;

    private static final int NEEDED = 25;
    private static final String MAIN = "net.openmeet.matrix.Main";

    private Launcher() {}

    /**
     * Runs the service's command line, or exits with 2 after one line on standard error if this Java is older than 25.
     *
     * @throws Throwable what the command line's main method threw
     */
    public static void main(String[] args) throws Throwable {
        String version = System.getProperty("java.version");
        if (JavaHome.feature(version) < NEEDED) {
            System.err.println(refusal(version, JavaHome.newestOf(JavaHome.usualPlaces(), NEEDED)));
            System.exit(TOO_OLD);
        }
        try {
            // By name: a Java that is too old must not load the class.
            Class.forName(MAIN).getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    static String refusal(String version, Optional<File> newer) {
        String found =
                "openmeet-matrix needs Java " + NEEDED + " or newer, but was started with Java " + version + ". ";
        return newer.map(home -> found + "A newer one is here: start it with " + new File(home, "bin/java"))
                .orElse(found + "Install a JDK " + NEEDED
                        + " (for example Eclipse Temurin) and start it with that one's java.");
    }
}
