package net.openmeet.matrix.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.LetterHeaders;
import net.openmeet.matrix.deadletter.OperationLetter;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.RecordHeader;
import net.openmeet.matrix.event.ReplayHeaders;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The dead letters of a {@link Harness}, and replays of them record by record, as the contract of the topics has it. */
final class Letters {
    private final Harness harness;

    Letters(Harness harness) {
        this.harness = harness;
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

    /** Sends a domain event once more with its first origin, corrected or not. */
    void replay(ConsumerRecord<String, byte[]> letter, byte[] value) {
        Map<String, String> said = headers(letter);
        Headers headers = new RecordHeaders();
        for (var header : letter.headers()) {
            if (!header.key().startsWith("__streams.errors.") && !header.key().startsWith("openmeet.")) {
                headers.add(header);
            }
        }
        Coordinates origin = new Coordinates(
                said.getOrDefault(ReplayHeaders.TOPIC, said.get(LetterHeaders.TOPIC)),
                Integer.parseInt(said.getOrDefault(ReplayHeaders.PARTITION, said.get(LetterHeaders.PARTITION))),
                Long.parseLong(said.getOrDefault(ReplayHeaders.OFFSET, said.get(LetterHeaders.OFFSET))));
        add(headers, ReplayHeaders.of(origin));
        provenance(letter, said).writeTo(headers);
        harness.publish(new ProducerRecord<>(
                Topics.DOMAIN_EVENTS_REPLAY, null, letter.key().getBytes(UTF_8), value, headers));
    }

    /** Asks for another look at the slot of an operation's letter. */
    void replay(ConsumerRecord<String, byte[]> letter) {
        OperationLetter held = Json.read(letter.value(), OperationLetter.class);
        Headers headers = new RecordHeaders();
        held.origin().map(Letters::at).map(ReplayHeaders::of).ifPresent(its -> add(headers, its));
        provenance(letter, headers(letter)).writeTo(headers);
        Operation poke = new Operation.Poke(Optional.of(held.slot()), "replay");
        harness.publish(
                new ProducerRecord<>(Topics.COMMANDS, null, letter.key().getBytes(UTF_8), Json.write(poke), headers));
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

    private static Provenance provenance(ConsumerRecord<?, ?> letter, Map<String, String> said) {
        int pass = Integer.parseInt(said.getOrDefault(Provenance.PASS, "0")) + 1;
        return new Provenance(id(letter), "an operator", Instant.now(), pass);
    }

    private static Coordinates at(Origin origin) {
        return new Coordinates(origin.topic(), origin.partition(), origin.offset());
    }

    private static void add(Headers headers, List<RecordHeader> its) {
        its.forEach(header -> headers.add(header.name(), header.value().orElseThrow()));
    }
}
