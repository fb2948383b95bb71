package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.Replayed;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.topology.Stores;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every store has the keys it always had, so that what an earlier version stored is found. They are in {@code stored/v1/keys.txt}.
 */
class StoredKeysTest {
    private static final Path GOLDEN = Path.of("src/test/resources/stored/v1/keys.txt");
    private static final List<String> STORES = List.of(Stores.PERSONS, Stores.LANES);

    @TempDir
    private Path folder;

    @Test
    void everyStoreHasTheKeysItAlwaysHad() throws IOException {
        try (PipelineDriver pipeline = PipelineDriver.of(folder, "Ta")) {
            // given
            DomainEvents openmeet = new DomainEvents("Ta", pipeline::now);
            pipeline.homeserver("Ta")
                    .answers(MatrixCall.Join.class, new Answer.Refusal(404, Optional.empty(), "no", Optional.empty()));
            // when
            pipeline.say(openmeet.room("event.created", 42, "hike", "Hike", "public", "published"));
            pipeline.say(openmeet.attendee("added", 42, 9, "confirmed", "participant"));
            pipeline.pass(Duration.ofSeconds(4));
            pipeline.say(openmeet.room("event.updated", 42, "hike", "Long hike", "public", "published"));
            pipeline.command(
                    "Ta/event/42",
                    new Operation.Poke(Optional.of("member:9"), "replay"),
                    Replayed.headers(
                            pipeline, new Coordinates(Topics.OPERATIONS_DEAD_LETTER, 5, 17), Optional.empty()));
            pipeline.pass(Duration.ofMillis(50)); // and before it is told
            // then
            Set<String> keys = new TreeSet<>();
            for (String store : STORES) {
                try (KeyValueIterator<String, Object> entries =
                        pipeline.<Object>store(store).all()) {
                    entries.forEachRemaining(entry -> {
                        keys.add(store + " " + entry.key.replaceAll("#\\d{13}#", "#<13 digits>#"));
                    });
                }
            }
            assertThat(Files.readAllLines(GOLDEN, StandardCharsets.UTF_8)).containsExactlyElementsOf(keys);
        }
    }
}
