package net.openmeet.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever starts the jar with an older Java reads one line that says what is needed and where it is. The classes that
 * say so load on Java 8, and an installation is only recommended if it is new enough.
 */
class LauncherTest {
    private static final int JAVA_8_CLASS_FILE = 52;

    @TempDir
    private Path machine;

    @ParameterizedTest
    @ValueSource(classes = {Launcher.class, JavaHome.class})
    void theLauncherLoadsOnJava8(Class<?> type) throws IOException {
        try (var in = new DataInputStream(type.getResourceAsStream(type.getSimpleName() + ".class"))) {
            // given
            assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
            in.readUnsignedShort();
            // when
            int version = in.readUnsignedShort();
            // then
            assertThat(version).isEqualTo(JAVA_8_CLASS_FILE);
        }
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_412,8", "17.0.15,17", "25,25", "25.0.3,25", "26-ea,26", "'',0", "unknown,0"})
    void theFeatureReleaseIsReadFromAnyVersion(String version, int feature) {
        assertThat(JavaHome.feature(version)).isEqualTo(feature);
    }

    @Test
    void theNewestInstallationIsRecommended() throws IOException {
        // given
        List<File> homes = List.of(installed("a", "17.0.1"), installed("b", "26"), installed("c", "25.0.3"));
        // when
        Optional<File> newest = JavaHome.newestOf(homes, 25);
        // then
        assertThat(newest).contains(machine.resolve("b").toFile());
    }

    @Test
    void anOldInstallationOrADirectoryWithoutOneIsNotRecommended() throws IOException {
        // given
        List<File> homes = List.of(
                installed("a", "17.0.1"),
                machine.toFile(),
                machine.resolve("absent").toFile());
        // when
        Optional<File> newest = JavaHome.newestOf(homes, 25);
        // then
        assertThat(newest).isEmpty();
    }

    @Test
    void theRefusalIsOneLineThatNamesBothVersionsAndTheNewerJava() {
        // given
        File newer = new File("jdk-25");
        // when
        String line = Launcher.refusal("17.0.15", Optional.of(newer));
        // then
        assertThat(line)
                .contains("needs Java 25", "started with Java 17.0.15", new File(newer, "bin/java").getPath())
                .doesNotContain("\n");
    }

    @Test
    void theRefusalSaysWhatToInstallIfNoneWasFound() {
        assertThat(Launcher.refusal("11.0.2", Optional.empty()))
                .contains("Java 11.0.2", "Install a JDK 25")
                .doesNotContain("\n");
    }

    private File installed(String name, String version) throws IOException {
        Path home = Files.createDirectories(machine.resolve(name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home.toFile();
    }
}
