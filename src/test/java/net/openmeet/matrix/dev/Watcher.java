package net.openmeet.matrix.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what the service tells OpenMeet, as OpenMeet would, and says what changed. Runs on a thread of its own;
 * {@link #totals} may be asked from any.
 */
final class Watcher implements AutoCloseable {
    private final KafkaConsumer<String, byte[]> consumer;
    private final Screen screen;
    private final Map<String, JsonNode> rooms = new HashMap<>();
    private final Map<String, JsonNode> people = new HashMap<>();
    private final Thread thread;
    private volatile Totals totals = new Totals(0, 0, 0, 0, 0);

    /** What there is by now. */
    record Totals(int rooms, int desired, int joined, int accounts, int deadLetters) {}

    Watcher(String bootstrapServers, Screen screen) {
        this.screen = screen;
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "watcher-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(
                List.of(Topics.ROOMS, Topics.PEOPLE, Topics.DOMAIN_EVENTS_DEAD_LETTER, Topics.OPERATIONS_DEAD_LETTER));
        thread = Thread.ofPlatform().daemon().name("watcher").start(this::watch);
    }

    Totals totals() {
        return totals;
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try (consumer) {
            while (!Thread.currentThread().isInterrupted()) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::see);
            }
        } catch (WakeupException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void see(ConsumerRecord<String, byte @Nullable []> record) {
        String key = Objects.requireNonNullElse(record.key(), "");
        Optional<JsonNode> now = Optional.ofNullable(record.value()).map(Watcher::json);
        switch (record.topic()) {
            case Topics.ROOMS ->
                room(key, Optional.ofNullable(now.isPresent() ? rooms.put(key, now.get()) : rooms.remove(key)), now);
            case Topics.PEOPLE ->
                person(
                        key,
                        Optional.ofNullable(now.isPresent() ? people.put(key, now.get()) : people.remove(key)),
                        now);
            default -> {
                screen.line("  dead letter  %s  %s".formatted(record.topic(), key));
                totals = new Totals(
                        totals.rooms(), totals.desired(), totals.joined(), totals.accounts(), totals.deadLetters() + 1);
            }
        }
        count();
    }

    private void room(String key, Optional<JsonNode> before, Optional<JsonNode> now) {
        if (now.isEmpty()) {
            return;
        }
        String alias = now.get().path("alias").asText(key);
        String state = now.get().path("state").asText();
        if (!before.map(was -> was.path("state").asText()).equals(Optional.of(state))) {
            screen.line("  room    %-12s %s  %s"
                    .formatted(state, alias, now.get().path("roomId").asText("")));
        } else if (!before.map(was -> was.path("alias").asText()).equals(Optional.of(alias))) {
            screen.line("  room    %-12s %s".formatted("renamed", alias));
        }
        int joined = now.get().path("members").path("joined").asInt();
        int joinedBefore =
                before.map(was -> was.path("members").path("joined").asInt()).orElse(0);
        if (joined != joinedBefore) {
            screen.line("  members %-12s %s  %d in"
                    .formatted(
                            joined > joinedBefore ? "+" + (joined - joinedBefore) : joined - joinedBefore,
                            alias,
                            joined));
        }
    }

    private void person(String key, Optional<JsonNode> before, Optional<JsonNode> now) {
        String state = now.map(is -> is.path("state").asText()).orElse("");
        if (state.equals("present")
                && !before.map(was -> was.path("state").asText()).equals(Optional.of(state))) {
            screen.line("  account %-12s %s"
                    .formatted(
                            "ready", now.map(is -> is.path("matrixId").asText()).orElse(key)));
        }
    }

    private void count() {
        int made = (int) rooms.values().stream()
                .filter(room -> room.hasNonNull("roomId"))
                .count();
        int desired = rooms.values().stream()
                .mapToInt(room -> room.path("members").path("desired").asInt())
                .sum();
        int joined = rooms.values().stream()
                .mapToInt(room -> room.path("members").path("joined").asInt())
                .sum();
        int accounts = (int) people.values().stream()
                .filter(person -> person.path("state").asText().equals("present"))
                .count();
        totals = new Totals(made, desired, joined, accounts, totals.deadLetters());
    }

    private static JsonNode json(byte[] value) {
        try {
            return Json.mapper().readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
