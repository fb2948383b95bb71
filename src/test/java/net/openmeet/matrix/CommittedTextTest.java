package net.openmeet.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The repository builds the same wherever it is checked out. No text in it names a folder of the machine that somebody
 * worked on, or the host of a package registry, which each machine configures for itself.
 */
class CommittedTextTest {
    private static final Set<String> NOT_COMMITTED =
            Set.of(".git", ".idea", ".settings", ".vscode", "target", "node_modules");

    // Split, so that this file does not name them itself.
    private static final Pattern OF_ONE_MACHINE =
            Pattern.compile("(?<![\\w.$}<-])/(?:home" + "/\\w|root" + "/|Users" + "/\\w|work" + "/)");
    private static final Pattern REGISTRY_HOST = Pattern.compile("repo1?\\.maven\\." + "|registry\\.npmjs\\."
            + "|pypi\\." + "org" + "|files\\.pythonhosted\\." + "|deb\\.debian\\." + "|registry-1\\.docker\\.");

    @Test
    void noTextNamesAMachinePathOrARegistryHost() throws IOException {
        // given
        List<Path> files = committed(Path.of(System.getProperty("basedir", "")).toAbsolutePath());
        // when
        List<String> offences =
                files.stream().flatMap(CommittedTextTest::offences).toList();
        // then
        assertThat(files).extracting(Path::getFileName).contains(Path.of("pom.xml"));
        assertThat(offences).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cd /home" + "/ann/src", "file:/root" + "/.m2", "https://repo" + ".maven.apache.org/maven2"})
    void suchATextIsFound(String line) {
        assertThat(offends(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"</root>", "${project}/home/page", "https://example.org/work/1", "/usr/lib/jvm"})
    void otherPathsAreAllowed(String line) {
        assertThat(offends(line)).isFalse();
    }

    private static boolean offends(String line) {
        return OF_ONE_MACHINE.matcher(line).find()
                || REGISTRY_HOST.matcher(line).find();
    }

    private static Stream<String> offences(Path file) {
        try {
            // Latin-1 reads any bytes; what is looked for is ASCII.
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            return lines.stream()
                    .filter(CommittedTextTest::offends)
                    .map(line -> file.getFileName() + ": " + line.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> committed(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_COMMITTED.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
