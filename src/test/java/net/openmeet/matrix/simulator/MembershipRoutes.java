package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The POSTs that change a membership. */
final class MembershipRoutes {
    private final SimulatorSettings settings;

    MembershipRoutes(SimulatorSettings settings) {
        this.settings = settings;
    }

    void addTo(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.JOIN_BY_ID_OR_ALIAS, this::joinByIdOrAlias);
        handlers.put(Endpoint.JOIN, call -> join(call, call.part("roomId")));
        handlers.put(Endpoint.LEAVE, call -> own(call, call.part("roomId"), MembershipAction.LEAVE));
        handlers.put(Endpoint.INVITE, call -> others(call, MembershipAction.INVITE));
        handlers.put(Endpoint.KICK, call -> others(call, MembershipAction.KICK));
        handlers.put(Endpoint.BAN, call -> others(call, MembershipAction.BAN));
        handlers.put(Endpoint.UNBAN, call -> others(call, MembershipAction.UNBAN));
    }

    private Answer joinByIdOrAlias(Call call) {
        call.actor();
        return join(call, resolve(call.database(), call.part("roomIdOrAlias")));
    }

    /** The room id behind what may be an alias. */
    String resolve(Database database, String roomIdOrAlias) {
        if (roomIdOrAlias.startsWith("!")) {
            return roomIdOrAlias;
        }
        if (roomIdOrAlias.startsWith("#")) {
            return new Aliases(database, settings).roomId(roomIdOrAlias);
        }
        throw MatrixError.unknown(400, roomIdOrAlias + " was not legal room ID or room alias");
    }

    private Answer join(Call call, String roomId) {
        own(call, roomId, MembershipAction.JOIN);
        return Answer.ok(Json.object().put("room_id", roomId));
    }

    private Answer own(Call call, String roomId, MembershipAction action) {
        String user = call.actor().userId();
        if (action == MembershipAction.JOIN) {
            call.database().accounts().requireUnsuspended(user, "Joining rooms");
        }
        memberships(call).change(user, user, roomId, action, reason(call.bodyOrEmpty()));
        return Answer.ok();
    }

    private Answer others(Call call, MembershipAction action) {
        String sender = call.actor().userId();
        if (action == MembershipAction.INVITE) {
            call.database().accounts().requireUnsuspended(sender, "Sending invites");
        }
        ObjectNode body = call.bodyOrEmpty();
        String target = UserIds.checked(Call.required(body, "user_id"));
        memberships(call).change(sender, target, call.part("roomId"), action, reason(body));
        return Answer.ok();
    }

    private static ObjectNode reason(ObjectNode body) {
        ObjectNode content = Json.object();
        if (body.has("reason")) {
            content.set("reason", body.path("reason"));
        }
        return content;
    }

    private Memberships memberships(Call call) {
        return new Memberships(call.database(), settings);
    }
}
