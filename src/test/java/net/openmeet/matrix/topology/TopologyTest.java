package net.openmeet.matrix.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.openmeet.matrix.credential.CredentialBook;
import net.openmeet.matrix.execution.Duty;
import net.openmeet.matrix.observability.Meters;
import org.junit.jupiter.api.Test;

/**
 * State is found again by the names of nodes, stores and internal topics, and offsets by the order of sub-topologies. So they change
 * only on purpose: the description in {@code topology.txt} is what is deployed.
 */
class TopologyTest {
    private static final Pattern LISTS = Pattern.compile("(\\[|--> |<-- )([^\\]\n]+)");
    private static final Path DEPLOYED = Path.of("src/test/resources/topology.txt");

    @Test
    void theTopologyIsTheOneThatIsDeployed() throws IOException {
        // given
        Meters meters = new Meters(new SimpleMeterRegistry());
        ServiceTopology topology = new ServiceTopology(
                tenant -> Optional.empty(),
                partition -> List.of(),
                false,
                partition -> CompletableFuture.completedFuture(0L),
                new Duty(SessionTerms.of(Map.of())),
                new CredentialBook(),
                meters.intake(),
                meters);

        // when
        String described = ordered(topology.build().describe().toString());

        // then
        Path actual = Files.createDirectories(Path.of("target")).resolve("topology.txt");
        Files.writeString(actual, described);
        assertThat(described).as("""
                        The topology is no longer the one that is deployed. A store, repartition topic or processor with another \
                        name starts empty, and what is running can't be upgraded in place. If that is what you want, say how to \
                        migrate in the changelog and accept it with: cp %s %s
                        """, actual, DEPLOYED).isEqualTo(Files.readString(DEPLOYED));
    }

    /** Sets are described in no certain order: what stands in brackets or after an arrow is sorted. */
    private static String ordered(String described) {
        return LISTS.matcher(described)
                .replaceAll(list -> Matcher.quoteReplacement(list.group(1)
                        + Arrays.stream(list.group(2).split(", ")).sorted().collect(Collectors.joining(", "))));
    }

    @Test
    void noNodeHasAGeneratedName() throws IOException {
        // A generated name has a ten digit number in it that counts the nodes before it, and moves with them.
        assertThat(Files.readString(DEPLOYED)).doesNotContainPattern("\\d{10}");
    }
}
