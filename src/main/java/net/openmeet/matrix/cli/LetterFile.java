package net.openmeet.matrix.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.openmeet.matrix.deadletter.About;
import net.openmeet.matrix.deadletter.Glance;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterReading;
import net.openmeet.matrix.deadletter.LetterStanding;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * All there is to show of one letter.
 *
 * @param record the letter itself, value and headers
 * @param others ids of the other letters about the same, each with its state
 * @param now how the room and the person it is about stand by now
 */
record LetterFile(
        Letter letter,
        LetterStanding standing,
        ConsumerRecord<byte[], byte @Nullable []> record,
        List<String> others,
        List<StandsNow.Told> now) {

    /** The JSON of {@code dead-letters show --json}: that of a line of {@code list}, and what only concerns one. A contract, additive only. */
    ObjectNode json(int cap) {
        ObjectNode json = Json.mapper().valueToTree(LetterLine.of(letter, standing, cap));
        letter.message().ifPresent(message -> json.put("message", message));
        if (letter.about() instanceof About.Operation) {
            LetterReading.operationLetter(record.value())
                    .flatMap(read -> read.desired())
                    .ifPresent(desired -> json.set("desired", Json.mapper().valueToTree(desired)));
        } else {
            json.set("event", Json.mapper().valueToTree(Glance.of(record).attributes()));
            LetterValue.json(record.value())
                    .ifPresentOrElse(
                            value -> json.set("data", LetterValue.data(value)),
                            () -> json.put("text", LetterValue.text(record.value())));
        }
        ArrayNode same = json.putArray("sameMatter");
        others.forEach(same::add);
        ObjectNode stands = json.putObject("now");
        now.forEach(told -> told.record().ifPresent(it -> stands.set(told.lane().isRoom() ? "room" : "person", it)));
        return json;
    }
}
