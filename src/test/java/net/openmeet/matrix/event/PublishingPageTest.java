package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page for those who publish leaves out nothing of the contract: each type has its place in it. */
class PublishingPageTest {

    @Test
    void everyTypeThatOpenMeetPublishesIsNamed() throws IOException {
        // given
        List<String> types = Arrays.stream(EventType.values())
                .filter(type -> type.kind() != Kind.CANARY)
                .map(type -> "`" + type.shortWord() + "`")
                .toList();

        // when
        String page = Files.readString(Path.of(System.getProperty("basedir", ""), "docs", "publishing.md"));

        // then
        assertThat(page).contains(types);
    }
}
