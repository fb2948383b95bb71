package net.openmeet.matrix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.About;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Murmur2;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.room.Target;
import net.openmeet.matrix.topology.Topics;
import net.openmeet.matrix.topology.TopicsReading;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * How what a letter is about stands by now: what the service told OpenMeet last. With Kafka alone that is all there is to know; a running
 * instance knows more.
 */
final class StandsNow {
    private StandsNow() {}

    /** Of one room or person: the record, or why there is none to show. */
    record Told(LaneKey lane, Optional<JsonNode> record, Optional<String> why) {}

    /** Of the letter's room or person. */
    static Optional<Told> ofLane(Kafka kafka, Letter letter) {
        return letter.lane().map(lane -> told(kafka, lane));
    }

    /** Of the person whose membership it is about, if it is about one. */
    static Optional<Told> ofMember(Kafka kafka, Letter letter) {
        return letter.lane()
                .flatMap(lane -> person(letter).map(id -> told(kafka, new LaneKey(lane.tenant(), Kind.USER, id))));
    }

    /** What a record says, in words; fields that aren't there aren't told. */
    static String words(JsonNode told) {
        List<String> words = new ArrayList<>();
        text(told, "state").ifPresent(words::add);
        text(told, "roomId").or(() -> text(told, "matrixId")).ifPresent(words::add);
        JsonNode members = told.path("members");
        if (members.has("desired")) {
            words.add(members.path("joined").asInt() + " of "
                    + members.path("desired").asInt() + " members in");
        }
        members.path("waiting")
                .properties()
                .forEach(waiting -> words.add(waiting.getValue().asInt() + " waiting, " + waiting.getKey()));
        JsonNode problem = told.path("lastProblem");
        text(problem, "reason")
                .ifPresent(reason -> words.add("last problem " + reason
                        + text(problem, "errcode")
                                .map(code -> " (" + code + ")")
                                .orElse("")
                        + text(problem, "detail").map(detail -> ": " + detail).orElse("")
                        + text(problem, "since")
                                .map(since -> ", since " + since)
                                .orElse("")));
        text(told, "updatedAt").ifPresent(at -> words.add("as of " + at));
        return String.join("; ", words);
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static Optional<String> person(Letter letter) {
        return letter.about() instanceof About.Operation operation
                ? new Target(operation.slot(), operation.attribute()).personId()
                : Optional.empty();
    }

    private static Told told(Kafka kafka, LaneKey lane) {
        String topic = lane.isRoom() ? Topics.ROOMS : Topics.PEOPLE;
        byte[] key = lane.toString().getBytes(StandardCharsets.UTF_8);
        var newest = new AtomicReference<byte @Nullable []>();
        try (TopicsReading reading = TopicsReading.open(kafka)) {
            int partition = Murmur2.partition(key, reading.count(topic));
            reading.fromBeginning(new TopicPartition(topic, partition)).readToEnd(record -> {
                if (Arrays.equals(record.key(), key)) {
                    newest.set(record.value());
                }
            });
            byte @Nullable [] value = newest.get();
            return value == null
                    ? new Told(lane, Optional.empty(), Optional.of("nothing was told of it on " + topic))
                    : new Told(lane, Optional.of(Json.mapper().readTree(value)), Optional.empty());
        } catch (AuthorizationException e) {
            return new Told(lane, Optional.empty(), Optional.of(topic + " may not be read"));
        } catch (IOException e) {
            return new Told(lane, Optional.empty(), Optional.of("what was told of it on " + topic + " can't be read"));
        }
    }
}
