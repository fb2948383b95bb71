package net.openmeet.matrix.homeserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table in the documentation is the table in the code, row by row. Who changes one is shown the text for the other.
 */
class OutcomeTableDocumentationTest {
    private static final Path PAGE = Path.of("docs", "technical-details.md");

    @Test
    void theDocumentedTableIsTheOneThatDecides() throws IOException {
        // given
        String expected =
                "| call | token | status | errcode | error text contains | outcome |\n| --- | --- | --- | --- | --- | --- |\n"
                        + OutcomeTable.ROWS.stream()
                                .map(OutcomeTableDocumentationTest::line)
                                .collect(Collectors.joining("\n"));

        // when
        String page = Files.readString(PAGE);

        // then
        assertThat(page).contains("\n" + expected + "\n");
    }

    private static String line(OutcomeRow row) {
        String text = row.text().map(part -> '"' + part + '"').orElse("");
        return Stream.of(
                        row.calls().name(),
                        row.token().name(),
                        row.status().name(),
                        row.errcode().name(),
                        text,
                        row.verdict().name())
                .map(cell -> cell.isEmpty() ? " " : " " + cell + " ")
                .collect(Collectors.joining("|", "|", "|"));
    }
}
