package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.event.Origin;

/**
 * Which of OpenMeet's events something rests on, for people.
 *
 * @param record where it lies, {@code topic/partition/offset}
 * @param eventId the CloudEvent's id
 * @param time the CloudEvent's time
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record From(String record, Optional<String> eventId, Instant time) {

    static From of(Origin origin) {
        return new From(
                origin.topic() + "/" + origin.partition() + "/" + origin.offset(), origin.eventId(), origin.time());
    }
}
