package net.openmeet.matrix.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The fields of log lines are those that the page on logs names, no more and no fewer. Whoever searches logs relies on their names. */
class LogsPageTest {
    private static final Path PAGE = Path.of("docs/technical-details.md");

    @Test
    void everyFieldIsOnThePageAndNoOther() throws IOException, IllegalAccessException {
        // given
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("## Logs"), page.indexOf("## Traces"));

        // when
        Set<String> written = section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1)[1])
                .flatMap(cell ->
                        Pattern.compile("`([^`]+)`").matcher(cell).results().map((MatchResult it) -> it.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));

        // then
        Set<String> known = new TreeSet<>();
        for (Field field : Fields.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                known.add(String.valueOf(field.get(null)));
            }
        }
        assertThat(written).isEqualTo(known);
    }
}
