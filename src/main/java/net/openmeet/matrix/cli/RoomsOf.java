package net.openmeet.matrix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import net.openmeet.matrix.topology.TopicsReading;

/** The groups and events of a tenant that were told of, from {@code openmeet.matrix.rooms}; those that are deleted left out. */
final class RoomsOf {
    private RoomsOf() {}

    static NavigableSet<LaneKey> tenant(Kafka kafka, String tenant) {
        NavigableSet<LaneKey> lanes = new TreeSet<>();
        try (TopicsReading reading = TopicsReading.open(kafka).fromBeginning(List.of(Topics.ROOMS))) {
            reading.readToEnd(told -> {
                byte[] value = told.value();
                if (told.key() == null) {
                    return;
                }
                LaneKey.read(new String(told.key(), StandardCharsets.UTF_8))
                        .filter(lane -> lane.tenant().equals(tenant))
                        .ifPresent(lane -> {
                            if (value == null || isDeleted(value)) {
                                lanes.remove(lane);
                            } else {
                                lanes.add(lane);
                            }
                        });
            });
        }
        return lanes;
    }

    private static boolean isDeleted(byte[] told) {
        try {
            return Json.read(told, JsonNode.class).path("state").asText().equals("deleted");
        } catch (UncheckedIOException e) {
            // Whatever it is, the instances know the lane or say that they don't.
            return false;
        }
    }
}
