package net.openmeet.matrix.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret would be read by somebody who may read logs, metrics and every topic of the broker, those of Kafka itself and what was
 * never committed among them, or who may type commands where the secrets are configured. Everything is read once, at the start.
 */
final class Leaks {
    private final Map<String, StringBuilder> places = new TreeMap<>();

    /** @param settings the environment of the commands, secrets among it */
    Leaks(Harness harness, CapturedLogs logs, Map<String, String> settings) {
        for (String page : List.of("/metrics", "/health", "/health/live", "/health/ready")) {
            places.put(page, new StringBuilder(shown(harness, page)));
        }
        Console console = new Console(harness, settings);
        type(console, "credentials", "list");
        type(console, "credentials", "list", "--json");
        type(console, "credentials", "retry", "--all");
        type(console, "credentials", "reset", "--all", "--reason", "leak");
        type(console, "config", "check");
        StringBuilder each = new StringBuilder();
        for (String key : harness.readBack(Topics.CREDENTIALS).keySet()) {
            each.append(console.type("credentials", "show", key));
        }
        places.put("credentials show", each);
        StringBuilder said = new StringBuilder();
        logs.lines(line -> said.append(line).append('\n'));
        places.put("logs", said);
        try (Admin admin = harness.kafka().admin()) {
            Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            read(harness, topics);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void type(Console console, String... words) {
        places.put(String.join(" ", words), new StringBuilder(console.type(words)));
    }

    /** What was searched: a topic's name, {@code logs}, a page like {@code /metrics}, or a command. */
    Set<String> searched() {
        return places.keySet();
    }

    /** The places that hold any of these, and how many of them: never which. */
    Map<String, Integer> of(Collection<String> secrets) {
        Map<String, Integer> found = new LinkedHashMap<>();
        places.forEach((place, text) -> {
            int many = (int)
                    secrets.stream().filter(secret -> text.indexOf(secret) >= 0).count();
            if (many > 0) {
                found.put(place, many);
            }
        });
        return found;
    }

    Map<String, Integer> of(String secret) {
        return of(List.of(secret));
    }

    private void read(Harness harness, Set<String> topics) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                harness.kafka().bootstrapServers(),
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_uncommitted");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> partitions = new HashSet<>();
            for (String topic : new TreeSet<>(topics)) {
                places.put(topic, new StringBuilder());
                consumer.partitionsFor(topic)
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::add);
            }
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        StringJoiner text = new StringJoiner("\n", "", "\n");
        text.add(text(record.key())).add(text(record.value()));
        for (Header header : record.headers()) {
            text.add(header.key()).add(text(header.value()));
        }
        Optional.ofNullable(places.get(record.topic())).orElseThrow().append(text);
    }

    /** A byte a character, so that what is no text is searched as well. */
    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String shown(Harness harness, String page) {
        try (InputStream text = harness.page(page).toURL().openStream()) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
