package net.openmeet.matrix.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;

/** What all instances were told of one credential. */
final class ToldCredential {
    private final TopicReader topics;
    private final CredentialKey key;

    ToldCredential(EmbeddedKafka kafka, CredentialKey key) {
        this.topics = new TopicReader(kafka);
        this.key = key;
    }

    /** Each state with the token it is about, as {@code valid 1}, in the order of the topic. Who asks is told again of the one before. */
    List<String> changes() {
        List<String> changes = new ArrayList<>();
        for (String state : all()) {
            if (changes.isEmpty() || !changes.getLast().equals(state)) {
                changes.add(state);
            }
        }
        return changes;
    }

    /** The same, with what was said again. */
    List<String> all() {
        return topics.read(Topics.CREDENTIALS).stream()
                .filter(record -> record.key().equals(key.toString()))
                .map(record -> Json.read(record.value(), JsonNode.class))
                .map(told -> told.path("state").asText() + " "
                        + told.path("generation").asText())
                .toList();
    }
}
