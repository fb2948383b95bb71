package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The page for those who publish leaves out nothing of the contract. Each type has its place in it, and each file that it names
 * is there.
 */
class PublishingPageTest {
    private static final Path DOCS =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("docs");
    private static final Pattern FILE = Pattern.compile("\\]\\((publishing[^)#]*)\\)");

    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(DOCS.resolve("publishing.md"));
    }

    @Test
    void everyTypeThatOpenMeetPublishesIsNamed() {
        // given
        List<String> types = Arrays.stream(EventType.values())
                .filter(type -> type.kind() != Kind.CANARY)
                .map(type -> "`" + type.shortWord() + "`")
                .toList();

        // then
        assertThat(page).contains(types);
    }

    @Test
    void everyFileThatIsLinkedIsThere() {
        // when
        List<Path> files = FILE.matcher(page)
                .results()
                .map(link -> DOCS.resolve(link.group(1)))
                .toList();

        // then
        assertThat(files)
                .hasSizeGreaterThan(4)
                .allSatisfy(file -> assertThat(file).exists());
    }
}
