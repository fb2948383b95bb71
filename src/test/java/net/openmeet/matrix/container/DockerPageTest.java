package net.openmeet.matrix.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Decoded;
import net.openmeet.matrix.event.Decoder;
import net.openmeet.matrix.event.IncomingRecord;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.Test;

/** {@code docker/README.md} shows an event that the service of the development set-up acts on, and the ports that this has. */
class DockerPageTest {
    private static final Pattern RECORD = Pattern.compile("echo '([^|']+)\\|([^']+)' \\|");
    private static final Pattern ON_THIS_MACHINE = Pattern.compile("`(?:http://)?localhost:(\\d+)");

    private final ComposeFile compose = ComposeFile.with(Map.of());

    @Test
    void theFirstEventIsTakenByTheTenantThatIsConfigured() throws IOException {
        // given
        MatchResult shown = RECORD.matcher(page()).results().findFirst().orElseThrow();
        // when
        Decoded decoded = new Decoder()
                .decode(new IncomingRecord(
                        Optional.of(bytes(shown.group(1))),
                        Optional.of(bytes(shown.group(2))),
                        List.of(),
                        new Coordinates(Topics.DOMAIN_EVENTS, 0, 0),
                        OptionalInt.empty()));
        // then
        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Decoded.Accepted.class, it -> assertThat(it.notices()).isEmpty());
        assertThat(shown.group(1))
                .startsWith(compose.environment("openmeet-matrix").get("OPENMEET_TENANT_ID") + "/event/");
    }

    @Test
    void thePortsAreThoseThatComposePublishesHere() throws IOException {
        // given
        Set<String> published = new TreeSet<>();
        for (String service : compose.services()) {
            for (JsonNode port : compose.service(service).path("ports")) {
                published.add(port.asText().split(":", 3)[1]);
            }
        }
        // when
        Set<String> shown = new TreeSet<>();
        ON_THIS_MACHINE.matcher(page()).results().forEach(port -> shown.add(port.group(1)));
        // then
        assertThat(shown).isEqualTo(published);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String page() throws IOException {
        return Files.readString(ComposeFile.FOLDER.resolve("README.md"));
    }
}
