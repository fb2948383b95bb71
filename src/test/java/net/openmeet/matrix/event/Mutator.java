package net.openmeet.matrix.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Bends the sound records in one to four ways: fields, bytes, headers, key. The same seed bends alike. */
final class Mutator {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "a b",
            "a\u0000b",
            "\ud83e",
            "ÿ",
            "🥾".repeat(300),
            "x".repeat(2_000),
            "\r\n",
            "../..",
            "@a:b",
            "9",
            "-0",
            "1e9",
            "2026-11-22T10:00:00Z",
            "2026-02-30T10:00:00+25:00",
            "confirmed",
            "owner",
            "public",
            "cancelled",
            "ciTenantA",
            "ciTenantA/user/9",
            "ciTenantA/group/7",
            "net.openmeet.user.deleted",
            "mxc://a/b",
            "0.3",
            "1.0",
            "\u202eabc",
            "İK");

    private static final List<String> JSONS = List.of(
            "null",
            "true",
            "0",
            "-1",
            "7",
            "42",
            "1.5",
            "1e400",
            "-1e400",
            "9007199254740992",
            "99999999999999999999999",
            "[]",
            "{}",
            "[null]",
            "{\"id\":7}",
            "[[[[[[[[[[]]]]]]]]]]");

    private static final List<String> CONTENT_TYPES = List.of(
            "application/json",
            "application/cloudevents+json",
            "application/cloudevents-batch+json",
            "text/plain",
            ";",
            "application/cloudevents",
            "application/x+json;charset=utf-16");

    private final List<Sample> sound;
    private final RandomGenerator random;

    Mutator(List<Sample> sound, RandomGenerator random) {
        this.sound = sound;
        this.random = random;
    }

    /** A bent record of a random type, in either mode. */
    IncomingRecord next() {
        Sample sample = pick(sound).copy();
        if (random.nextBoolean()) {
            sample.set("/sequence", Integer.toString(random.nextInt(1_000))).set("/snapshot", "b");
        }
        int bends = random.nextInt(4);
        for (int i = 0; i < bends; i++) {
            bend(sample.event());
        }
        if (random.nextInt(4) == 0) {
            ReplayHeaders.of(Sample.AT)
                    .forEach(header -> sample.header(
                            header.name(), new String(header.value().orElseThrow(), StandardCharsets.UTF_8)));
        }
        IncomingRecord record = random.nextBoolean() ? sample.structured() : sample.binary();
        return new IncomingRecord(
                random.nextInt(30) == 0 ? key(record.key()) : record.key(),
                random.nextInt(60) == 0 ? Optional.empty() : record.value().map(this::value),
                headers(record.headers()),
                record.at(),
                OptionalInt.of(1 + random.nextInt(30)));
    }

    private void bend(ObjectNode event) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(event, objects);
        ObjectNode object = pick(objects);
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() ? "id" : pick(names);
        switch (random.nextInt(20)) {
            case 0, 1 -> object.remove(name);
            case 2 -> object.putNull(name);
            case 3, 4, 5, 6, 7, 8 -> object.put(name, pick(TEXTS));
            case 9, 10, 11 -> object.set(name, json(pick(JSONS)));
            case 12, 13, 14 -> object.set("extra" + random.nextInt(9), json(pick(JSONS)));
            case 15 -> event.set("data", pick(sound).copy().event().get("data"));
            case 16, 17, 18, 19 -> repeat(event.at("/data/members"));
            default -> throw new IllegalStateException();
        }
    }

    private void repeat(JsonNode node) {
        if (node instanceof ArrayNode array && !array.isEmpty()) {
            array.add(array.get(0).deepCopy());
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> into) {
        if (node instanceof ObjectNode object) {
            into.add(object);
        }
        node.forEach(child -> collect(child, into));
    }

    private byte[] value(byte[] sound) {
        return random.nextInt(10) == 0 ? bytes(sound) : sound;
    }

    private Optional<byte[]> key(Optional<byte[]> sound) {
        return random.nextBoolean() ? Optional.empty() : sound.map(this::bytes);
    }

    /** Flipped, cut, doubled or filled with noise. */
    private byte[] bytes(byte[] sound) {
        byte[] bent = sound.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int i = 0; i < 3 && bent.length > 0; i++) {
                    bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 1 -> bent = Arrays.copyOf(bent, random.nextInt(bent.length + 1));
            case 2 -> {
                bent = Arrays.copyOf(sound, sound.length * 2);
                System.arraycopy(sound, 0, bent, sound.length, sound.length);
            }
            case 3 -> {
                int from = random.nextInt(bent.length + 1);
                byte[] noise = new byte[bent.length - from];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bent, from, noise.length);
            }
            default -> throw new IllegalStateException();
        }
        return bent;
    }

    private List<RecordHeader> headers(List<RecordHeader> sound) {
        List<RecordHeader> bent = new ArrayList<>(sound);
        if (random.nextInt(5) != 0) {
            return bent;
        }
        int at = bent.isEmpty() ? -1 : random.nextInt(bent.size());
        switch (random.nextInt(5)) {
            case 0 -> bent.add(RecordHeader.of("content-type", pick(CONTENT_TYPES)));
            case 1 -> bent.add(RecordHeader.of("traceparent", pick(TEXTS)));
            case 2 -> bent.add(RecordHeader.of("ce_specversion", pick(TEXTS)));
            case 3 -> {
                if (at >= 0) {
                    bent.remove(at);
                }
            }
            case 4 -> {
                if (at >= 0) {
                    RecordHeader header = bent.get(at);
                    bent.set(at, new RecordHeader(header.name(), key(header.value())));
                }
            }
            default -> throw new IllegalStateException();
        }
        return bent;
    }

    private static JsonNode json(String text) {
        try {
            return Sample.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
