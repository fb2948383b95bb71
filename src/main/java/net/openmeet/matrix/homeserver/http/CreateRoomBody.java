package net.openmeet.matrix.homeserver.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall.CreateRoom;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.UserId;

/**
 * The body of {@code POST /createRoom}. Everything is in this one request, because what it carries costs one event each without a
 * round trip, and nothing at all for levels.
 *
 * @see <a href="https://spec.matrix.org/v1.15/client-server-api/#post_matrixclientv3createroom">Matrix specification,
 *     createRoom</a>
 */
final class CreateRoomBody {
    private static final int BOT_LEVEL = 100;
    /** Room versions in use are plain numbers, named versions are experiments older than version 12. */
    private static final Pattern CREATORS_UNLISTED = Pattern.compile("1[2-9]|[2-9]\\d|\\d{3,}");

    private CreateRoomBody() {}

    static ObjectNode of(CreateRoom create, UserId bot) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("preset", create.joinRule() == JoinRule.PUBLIC ? "public_chat" : "private_chat");
        body.put("visibility", visibility(create.listed()));
        body.put("room_version", create.roomVersion());
        body.put("room_alias_name", create.alias().localpart());
        body.put("name", create.name());
        body.put("topic", create.topic());
        body.putObject("creation_content").put("net.openmeet.lane", create.lane());
        ArrayNode state = body.putArray("initial_state");
        // The preset private_chat would let guests in.
        add(state, new RoomState.GuestAccess(false));
        add(state, new RoomState.HistoryVisibility("shared"));
        body.set("power_level_content_override", levels(create, bot));
        ArrayNode invite = body.putArray("invite");
        create.invite().forEach(user -> invite.add(user.toString()));
        return body;
    }

    /** What the directory calls it. */
    static String visibility(boolean listed) {
        return listed ? "public" : "private";
    }

    private static void add(ArrayNode states, RoomState state) {
        states.addObject().put("type", state.type()).put("state_key", "").set("content", StateContent.of(state));
    }

    private static ObjectNode levels(CreateRoom create, UserId bot) {
        ObjectNode override = JsonNodeFactory.instance.objectNode();
        override.put("invite", create.inviteLevel());
        ObjectNode users = override.putObject("users");
        create.levels().forEach((user, level) -> users.put(user.toString(), level));
        // Before version 12 users must contain the creator, from 12 on it must not.
        if (CREATORS_UNLISTED.matcher(create.roomVersion()).matches()) {
            users.remove(bot.toString());
        } else {
            users.put(bot.toString(), BOT_LEVEL);
        }
        return override;
    }
}
