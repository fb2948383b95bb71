package net.openmeet.matrix.homeserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.UserId;

/** Parts of room events that others may have written, so that anything may stand in them. */
final class EventParts {
    private EventParts() {}

    /** The membership a whole {@code m.room.member} event states. */
    static Optional<Membership> membership(JsonNode event) {
        JsonNode content = event.path("content");
        Optional<UserId> sender = user(event.path("sender").asText());
        Optional<String> reason = text(content.path("reason"));
        return sender.flatMap(
                who -> state(content.path("membership").asText()).map(state -> new Membership(state, who, reason)));
    }

    private static Optional<Membership.State> state(String word) {
        return Arrays.stream(Membership.State.values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }

    static Optional<String> text(JsonNode value) {
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    static Optional<UserId> user(String text) {
        try {
            return Optional.of(UserId.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<RoomAlias> alias(JsonNode value) {
        try {
            return Optional.of(RoomAlias.parse(value.asText()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
