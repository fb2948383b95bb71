package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Making rooms, reading and writing their state, sending and reading messages. */
final class RoomRoutes {
    private final Homeserver homeserver;

    RoomRoutes(Homeserver homeserver) {
        this.homeserver = homeserver;
    }

    void addTo(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.CREATE_ROOM, this::createRoom);
        handlers.put(Endpoint.JOINED_ROOMS, RoomRoutes::joinedRooms);
        handlers.put(Endpoint.GET_STATE, RoomRoutes::getState);
        handlers.put(Endpoint.GET_STATE_EVENT, RoomRoutes::getStateEvent);
        handlers.put(Endpoint.SET_STATE_EVENT, this::setStateEvent);
        handlers.put(Endpoint.GET_MEMBERS, RoomRoutes::getMembers);
        handlers.put(Endpoint.GET_JOINED_MEMBERS, RoomRoutes::getJoinedMembers);
        handlers.put(Endpoint.SEND, this::send);
        handlers.put(Endpoint.GET_MESSAGES, RoomRoutes::getMessages);
    }

    private Answer createRoom(Call call) {
        Actor actor = call.actor();
        String roomId =
                new RoomCreation(call.database(), homeserver.settings()).create(actor, call.body(), call.until());
        return Answer.ok(Json.object().put("room_id", roomId));
    }

    private static Answer joinedRooms(Call call) {
        String user = call.actor().userId();
        ObjectNode body = Json.object();
        ArrayNode rooms = body.putArray("joined_rooms");
        call.database().rooms().stream()
                .filter(room -> room.joined().contains(user))
                .forEach(room -> rooms.add(room.id()));
        return Answer.ok(body);
    }

    private static Answer getState(Call call) {
        Room room = readable(call);
        ArrayNode events = Json.array();
        room.state().forEach(event -> events.add(event.toListedEvent(room.id())));
        return Answer.ok(events);
    }

    private static Answer getStateEvent(Call call) {
        String user = call.actor().userId();
        String format = call.parameter("format").orElse("content");
        if (!format.equals("content") && !format.equals("event")) {
            throw MatrixError.invalidParam("Query parameter 'format' must be one of ['content', 'event']");
        }
        Room room = call.database().readable(call.part("roomId"), user);
        RoomEvent event = room.state(
                        call.part("type"), call.optionalPart("stateKey").orElse(""))
                .orElseThrow(() -> MatrixError.notFound("Event not found."));
        return Answer.ok(format.equals("event") ? event.toClientEvent(room.id()) : event.content());
    }

    private Answer setStateEvent(Call call) {
        String user = call.actor().userId();
        ObjectNode content = call.body();
        String type = call.part("type");
        String key = call.optionalPart("stateKey").orElse("");
        RoomEvent event;
        if (type.equals("m.room.member")) {
            JsonNode membership = content.path("membership");
            if (!membership.isTextual()) {
                throw MatrixError.unknown(400, "Invalid membership (must be a string)");
            }
            MembershipAction action = MembershipAction.settingTo(Membership.of(membership.asText()));
            event = new Memberships(call.database(), homeserver.settings())
                    .change(user, UserIds.checked(key), call.part("roomId"), action, content);
        } else {
            call.database().accounts().requireUnsuspended(user, "Sending messages");
            Room room = call.database().joined(call.part("roomId"), user);
            event = new EventSending(call.database().directory()).state(room, user, type, key, content);
        }
        return Answer.ok(Json.object().put("event_id", event.eventId()));
    }

    private static Answer getMembers(Call call) {
        Room room = readable(call);
        Optional<String> wanted = call.parameter("membership");
        Optional<String> unwanted = call.parameter("not_membership");
        ObjectNode body = Json.object();
        ArrayNode chunk = body.putArray("chunk");
        room.members().stream()
                .filter(event -> {
                    String membership = event.content().path("membership").asText();
                    return wanted.filter(word -> !word.equals(membership)).isEmpty()
                            && unwanted.filter(membership::equals).isEmpty();
                })
                .forEach(event -> chunk.add(event.toListedEvent(room.id())));
        return Answer.ok(body);
    }

    private static Answer getJoinedMembers(Call call) {
        Actor actor = call.actor();
        Room room = actor.appservice().isPresent()
                ? seenByAppservice(call, actor, actor.appservice().get())
                : seenByMember(call, actor);
        ObjectNode body = Json.object();
        ObjectNode joined = body.putObject("joined");
        room.joined().forEach(user -> {
            JsonNode content = room.state("m.room.member", user).orElseThrow().content();
            joined.putObject(user)
                    .put("avatar_url", content.path("avatar_url").textValue())
                    .put("display_name", content.path("displayname").textValue());
        });
        return Answer.ok(body);
    }

    /** An application service sees who is in a room as soon as any of its users is, whoever it acts as. */
    private static Room seenByAppservice(Call call, Actor actor, Appservice service) {
        return call.database()
                .room(call.part("roomId"))
                .filter(room -> room.joined().contains(actor.userId())
                        || room.joined().stream().anyMatch(service::mayActAs))
                .orElseThrow(() -> MatrixError.forbidden("Appservice not in room"));
    }

    private static Room seenByMember(Call call, Actor actor) {
        Room room = call.database().readable(call.part("roomId"), actor.userId());
        if (room.membership(actor.userId()) == Membership.LEAVE) {
            throw MatrixError.forbidden(
                    "Getting joined members while not being a current member of the room is forbidden.");
        }
        return room;
    }

    private Answer send(Call call) {
        Actor actor = call.actor();
        ObjectNode content = call.body();
        String eventId = homeserver.sent(actor, call.path()).orElseGet(() -> {
            call.database().accounts().requireUnsuspended(actor.userId(), "Sending messages");
            Room room = call.database().joined(call.part("roomId"), actor.userId());
            RoomEvent event = new EventSending(call.database().directory())
                    .message(room, actor.userId(), call.part("type"), content);
            homeserver.remember(actor, call.path(), event.eventId());
            return event.eventId();
        });
        return Answer.ok(Json.object().put("event_id", eventId));
    }

    /** Tokens are positions in the timeline. */
    private static Answer getMessages(Call call) {
        Room room = readable(call);
        List<RoomEvent> timeline = room.timeline();
        boolean backwards = call.parameter("dir").filter("b"::equals).isPresent();
        int start = call.parameter("from")
                .map(token -> Integer.parseInt(token.substring(1)))
                .orElse(backwards ? timeline.size() : 0);
        int limit = call.parameter("limit").map(Integer::parseInt).orElse(10);
        int end = backwards ? Math.max(0, start - limit) : Math.min(timeline.size(), start + limit);
        List<RoomEvent> chunk = backwards ? timeline.subList(end, start).reversed() : timeline.subList(start, end);
        ObjectNode body = Json.object();
        ArrayNode events = body.putArray("chunk");
        chunk.forEach(event -> events.add(event.toListedEvent(room.id())));
        body.put("start", "t" + start);
        if (!chunk.isEmpty()) {
            body.put("end", "t" + end);
        }
        return Answer.ok(body);
    }

    private static Room readable(Call call) {
        String user = call.actor().userId();
        return call.database().readable(call.part("roomId"), user);
    }
}
