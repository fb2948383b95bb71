package net.openmeet.matrix;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Java installations on this machine, told by the {@code release} file that each has had since Java 7. */
final class JavaHome {
    private static final String[] PARENTS = {
        "/usr/lib/jvm",
        "/usr/java",
        "/opt/java",
        "/opt",
        "/Library/Java/JavaVirtualMachines",
        "C:/Program Files/Java",
        "C:/Program Files/Eclipse Adoptium"
    };
    private static final String[] PARENTS_IN_HOME = {
        ".jdks",
        ".sdkman/candidates/java",
        ".local/share/mise/installs/java",
        ".asdf/installs/java",
        "Library/Java/JavaVirtualMachines"
    };

    private JavaHome() {}

    /** {@code JAVA_HOME}, if it is set, and what is in the directories where installers usually put a JDK. */
    static List<File> usualPlaces() {
        List<File> places = new ArrayList<>();
        Optional.ofNullable(System.getenv("JAVA_HOME")).map(File::new).ifPresent(places::add);
        for (String parent : PARENTS) {
            places.addAll(children(new File(parent)));
        }
        for (String parent : PARENTS_IN_HOME) {
            places.addAll(children(new File(System.getProperty("user.home"), parent)));
        }
        return places;
    }

    /** The newest installation among these that is at least as new as needed; the first one among equals. */
    static Optional<File> newestOf(Collection<File> homes, int needed) {
        return homes.stream()
                .filter(home -> featureOf(home) >= needed)
                .max(Comparator.comparingInt(JavaHome::featureOf));
    }

    /** The feature release in a version such as {@code 25.0.3}, {@code 26-ea} or {@code 1.8.0_412}; 0 if it is none. */
    static int feature(String version) {
        String[] parts = version.split("[^0-9]+", -1);
        String feature = parts.length > 1 && parts[0].equals("1") ? parts[1] : parts[0];
        return feature.isEmpty() ? 0 : Integer.parseInt(feature);
    }

    private static int featureOf(File home) {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(new File(home, "release").toPath())) {
            release.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return 0; // no release file, or none that can be read: not an installation to recommend
        }
        return feature(release.getProperty("JAVA_VERSION", "").replace("\"", ""));
    }

    private static List<File> children(File parent) {
        List<File> found = new ArrayList<>();
        File[] entries = parent.listFiles(File::isDirectory);
        if (entries != null) {
            for (File entry : entries) {
                File onMac = new File(entry, "Contents/Home");
                found.add(onMac.isDirectory() ? onMac : entry);
            }
        }
        return found;
    }
}
