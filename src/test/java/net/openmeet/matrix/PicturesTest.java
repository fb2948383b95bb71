package net.openmeet.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What is drawn of the pipeline is the pipeline. Topics and stores in the pictures and tables are those that {@code Topology#describe}
 * names, as {@code TopologyTest} holds them in {@code topology.txt}.
 */
class PicturesTest {
    private static final Path DESCRIBED = Path.of("src/test/resources/topology.txt");
    private static final Pattern TOPICS = Pattern.compile("topics?: \\[?([^])]+)[])]");
    private static final Pattern STORES = Pattern.compile("stores: \\[([^]]+)]");
    private static final Pattern OPENMEET_TOPIC = Pattern.compile("openmeet\\.[a-z]+[a-z.-]*[a-z]");

    @Test
    void theTableOfStagesSaysOfEachSubTopologyWhatItReadsKeepsAndWrites() throws IOException {
        // given
        List<String> expected = new ArrayList<>();
        for (String sub : Files.readString(DESCRIBED).split("Sub-topology: ", -1)) {
            if (Character.isDigit(sub.charAt(0))) {
                expected.add(sub.charAt(0) + " " + named(sub, "Source:", TOPICS) + " " + named(sub, "", STORES) + " "
                        + named(sub, "Sink:", TOPICS));
            }
        }

        // when
        List<String> written = Files.readAllLines(Path.of("docs/technical-details.md")).stream()
                .dropWhile(line -> !line.startsWith("| sub-topology |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.split("\\|", -1))
                .map(cells ->
                        cells[1].strip() + " " + quoted(cells[3]) + " " + quoted(cells[4]) + " " + quoted(cells[5]))
                .toList();

        // then
        assertThat(written).isEqualTo(expected);
    }

    @Test
    void thePictureInTheReadmeHasEachTopicThatOthersSeeAndNoOther() throws IOException {
        // given
        Set<String> expected = topics(Files.readString(DESCRIBED));

        // when
        Set<String> drawn = topics(between(Files.readString(Path.of("README.md")), "## The picture", "```\n\n"));

        // then
        assertThat(drawn).isEqualTo(expected);
    }

    @Test
    void thePictureOfARepairNamesTopicsThatThereAre() throws IOException {
        // given
        Set<String> known = topics(Files.readString(DESCRIBED));

        // when
        Set<String> drawn = topics(between(Files.readString(Path.of("docs/overview.md")), "```mermaid", "```\n\n"));

        // then
        assertThat(drawn).isNotEmpty();
        assertThat(known).containsAll(drawn);
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from);
        return text.substring(start, text.indexOf(to, start));
    }

    private static Set<String> topics(String text) {
        return OPENMEET_TOPIC
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> named(String sub, String line, Pattern what) {
        return sub.lines()
                .filter(it -> it.contains(line))
                .flatMap(it -> what.matcher(it).results())
                .flatMap(it -> List.of(it.group(1).split(", ", -1)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> quoted(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(it -> it.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
