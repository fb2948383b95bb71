package net.openmeet.matrix.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The dead letters of a {@link Harness}, and replays of them as an operator types them. */
final class Letters {
    private final Harness harness;
    private final Console console;

    Letters(Harness harness) {
        this.harness = harness;
        console = new Console(harness);
    }

    /** Those of domain events with this key, oldest first. */
    List<ConsumerRecord<String, byte[]>> ofEvents(String key) {
        return of(Topics.DOMAIN_EVENTS_DEAD_LETTER, key);
    }

    /** Those of a lane's operations, oldest first. */
    List<ConsumerRecord<String, byte[]>> ofOperations(String lane) {
        return of(Topics.OPERATIONS_DEAD_LETTER, lane);
    }

    private List<ConsumerRecord<String, byte[]>> of(String topic, String key) {
        return harness.read(topic).stream()
                .filter(letter -> key.equals(letter.key()))
                .sorted(Comparator.comparingLong(ConsumerRecord::offset))
                .toList();
    }

    static Coordinates id(ConsumerRecord<?, ?> letter) {
        return new Coordinates(letter.topic(), letter.partition(), letter.offset());
    }

    /** The headers by name; of several of one name the last. */
    static Map<String, String> headers(ConsumerRecord<?, ?> letter) {
        Map<String, String> headers = new TreeMap<>();
        letter.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    /** Replays it as it is, whatever it is about. */
    void replay(ConsumerRecord<String, byte[]> letter) {
        typeReplay(letter);
    }

    /** Replays a domain event with another value. */
    void replay(ConsumerRecord<String, byte[]> letter, String corrected) {
        try {
            Path file = Files.createTempFile("corrected-", ".json");
            try {
                Files.writeString(file, corrected);
                typeReplay(letter, "--with", file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void typeReplay(ConsumerRecord<String, byte[]> letter, String... more) {
        List<String> words =
                List.of("dead-letters", "replay", "--id", id(letter).toString(), "--execute", "--no-wait");
        assertThat(console.type(Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new)))
                .contains("replayed 1");
    }

    /** What became of a replay, as far as the ledger says: the word, and the detail if there is one. */
    String fate(ConsumerRecord<?, ?> letter) {
        return Optional.ofNullable(
                        harness.readBack(Topics.DEAD_LETTERS).get(id(letter).toString()))
                .map(json -> Json.read(json.getBytes(UTF_8), Disposition.class))
                .flatMap(Disposition::fate)
                .map(Letters::words)
                .orElse("unknown");
    }

    private static String words(Fate fate) {
        return fate.word().word() + fate.detail().map(detail -> " " + detail).orElse("");
    }
}
