package net.openmeet.matrix.homeserver.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.openmeet.matrix.homeserver.RoomState;

/**
 * The contents of the state events we write.
 *
 * @see <a href="https://spec.matrix.org/v1.15/client-server-api/#events">Matrix specification, room events</a>
 */
final class StateContent {
    private StateContent() {}

    static ObjectNode of(RoomState state) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        return switch (state) {
            case RoomState.Name it -> content.put("name", it.name());
            case RoomState.Topic it -> content.put("topic", it.topic());
            case RoomState.Join it -> content.put("join_rule", it.rule().word());
            case RoomState.GuestAccess it -> content.put("guest_access", it.allowed() ? "can_join" : "forbidden");
            case RoomState.HistoryVisibility it -> content.put("history_visibility", it.visibility());
            case RoomState.CanonicalAlias canonical -> aliases(content, canonical);
            case RoomState.Levels it -> it.levels().content();
            case RoomState.Lane it -> content.put("lane", it.lane());
        };
    }

    private static ObjectNode aliases(ObjectNode content, RoomState.CanonicalAlias canonical) {
        canonical.alias().ifPresent(alias -> content.put("alias", alias.toString()));
        if (!canonical.alternatives().isEmpty()) {
            ArrayNode alternatives = content.putArray("alt_aliases");
            canonical.alternatives().forEach(alias -> alternatives.add(alias.toString()));
        }
        return content;
    }
}
