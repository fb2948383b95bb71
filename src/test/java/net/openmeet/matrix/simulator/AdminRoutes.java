package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Synapse's admin API, as far as the service and its tests use it. */
final class AdminRoutes {
    private final SimulatorSettings settings;
    private final SharedSecretRegistration registration;
    private final MembershipRoutes membershipRoutes;

    AdminRoutes(SimulatorSettings settings, MembershipRoutes membershipRoutes) {
        this.settings = settings;
        this.registration = new SharedSecretRegistration(settings);
        this.membershipRoutes = membershipRoutes;
    }

    void addTo(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.ADMIN_NONCE, call -> registration.nonce());
        handlers.put(Endpoint.ADMIN_REGISTER, registration::register);
        handlers.put(Endpoint.ADMIN_GET_USER, this::getUser);
        handlers.put(Endpoint.ADMIN_SET_USER, this::setUser);
        handlers.put(Endpoint.ADMIN_SET_ADMIN, this::setAdmin);
        handlers.put(Endpoint.ADMIN_LOGIN_AS, this::loginAs);
        handlers.put(Endpoint.ADMIN_DEACTIVATE, this::deactivate);
        handlers.put(Endpoint.ADMIN_SUSPEND, AdminRoutes::suspend);
        handlers.put(Endpoint.ADMIN_GET_ROOM, this::getRoom);
        handlers.put(Endpoint.ADMIN_BLOCK_ROOM, AdminRoutes::blockRoom);
        handlers.put(Endpoint.ADMIN_MAKE_ROOM_ADMIN, this::makeRoomAdmin);
        handlers.put(Endpoint.ADMIN_JOIN, this::join);
    }

    private Answer getUser(Call call) {
        call.admin();
        return Answer.ok(description(user(call, call.part("userId"))));
    }

    private Answer setUser(Call call) {
        call.admin();
        String userId = UserIds.checked(call.part("userId"));
        ObjectNode body = call.body();
        requireLocal(userId);
        if (body.has("admin") && !body.path("admin").isBoolean()) {
            throw MatrixError.badJson("Param 'admin' must be a boolean, if given");
        }
        Optional<Account> existing = call.database().accounts().find(userId);
        Account account = existing.orElseGet(() -> create(call, userId));
        apply(call, account, body);
        return new Answer(existing.isPresent() ? 200 : 201, description(account));
    }

    private Account create(Call call, String userId) {
        UserIds.requireUsualLocalpart(UserIds.localpart(userId));
        if (settings.appservices().stream().anyMatch(service -> service.reserves(userId))) {
            throw MatrixError.exclusive("This user ID is reserved by an application service.");
        }
        return call.database().accounts().register(userId);
    }

    private void apply(Call call, Account account, ObjectNode body) {
        Profiles profiles = new Profiles(call.database(), settings);
        for (String field : new String[] {"displayname", "avatar_url"}) {
            if (body.path(field).isTextual()) {
                profiles.set(
                        account, field, Optional.of(body.path(field).asText()).filter(text -> !text.isEmpty()));
            }
        }
        if (body.has("admin")) {
            account.makeAdmin(body.path("admin").asBoolean());
        }
        if (body.path("password").isTextual()) {
            account.protectWith(body.path("password").asText());
            if (body.path("logout_devices").asBoolean(true)) {
                call.database().accounts().sessions().closeAll(account.id());
            }
        }
        if (body.has("locked")) {
            account.lock(body.path("locked").asBoolean());
        }
        if (body.path("deactivated").asBoolean()) {
            new Deactivation(call.database(), settings).close(account);
        } else if (body.has("deactivated")) {
            account.deactivate(false);
        }
    }

    private static ObjectNode description(Account account) {
        return Json.object()
                .put("name", account.id())
                .put("admin", account.isAdmin())
                .put("deactivated", account.isDeactivated())
                .put("locked", account.isLocked())
                .put("suspended", account.isSuspended())
                .put("creation_ts", account.createdAt() / 1000)
                .put("displayname", account.displayName().orElse(null))
                .put("avatar_url", account.avatarUrl().orElse(null));
    }

    private Answer setAdmin(Call call) {
        call.admin();
        user(call, call.part("userId")).makeAdmin(call.body().path("admin").asBoolean());
        return Answer.ok();
    }

    private Answer loginAs(Call call) {
        Actor admin = call.admin();
        String userId = call.part("userId");
        if (!settings.isLocal(userId)) {
            throw MatrixError.unknown(400, "Only local users can be logged in as");
        }
        if (admin.userId().equals(userId)) {
            throw MatrixError.unknown(400, "Cannot use admin API to login as self");
        }
        user(call, userId);
        JsonNode end = call.bodyOrEmpty().path("valid_until_ms");
        if (!end.isMissingNode() && !end.isNull() && !end.isIntegralNumber()) {
            throw MatrixError.unknown(400, "'valid_until_ms' parameter must be an int");
        }
        String token = call.database()
                .accounts()
                .sessions()
                .open(new Sessions.Session(
                        userId,
                        Optional.empty(),
                        end.isIntegralNumber() ? Optional.of(Instant.ofEpochMilli(end.asLong())) : Optional.empty(),
                        Optional.of(admin.userId())));
        return Answer.ok(Json.object().put("access_token", token));
    }

    private Answer deactivate(Call call) {
        call.admin();
        new Deactivation(call.database(), settings).close(user(call, call.part("userId")));
        return Answer.ok(Json.object().put("id_server_unbind_result", "success"));
    }

    private static Answer suspend(Call call) {
        call.admin();
        boolean suspend = call.body().path("suspend").asBoolean();
        Account account = user(call, call.part("userId"));
        account.suspend(suspend);
        return Answer.ok(Json.object().put("user_" + account.id() + "_suspended", suspend));
    }

    private Answer getRoom(Call call) {
        call.admin();
        String roomId = call.part("roomId");
        Room room = call.database().room(roomId).orElseThrow(() -> MatrixError.notFound("Room not found"));
        ObjectNode body = Json.object().put("room_id", roomId).put("name", text(room, "m.room.name", "name"));
        body.put("canonical_alias", text(room, "m.room.canonical_alias", "alias"));
        boolean isOrphan = room.isOrphan();
        body.put("joined_members", isOrphan ? null : room.joined().size());
        body.put("join_rules", text(room, "m.room.join_rules", "join_rule"));
        body.put("guest_access", text(room, "m.room.guest_access", "guest_access"));
        body.put("history_visibility", text(room, "m.room.history_visibility", "history_visibility"));
        body.put("state_events", isOrphan ? null : room.state().size());
        body.put("topic", text(room, "m.room.topic", "topic"));
        body.put("version", room.version()).put("creator", room.creator());
        body.put("public", call.database().directory().isPublished(roomId));
        return Answer.ok(body);
    }

    /** Synapse's statistics forget what a room was called once nobody is in it. */
    private static String text(Room room, String type, String field) {
        return room.isDead() ? null : room.text(type, field).orElse(null);
    }

    private static Answer blockRoom(Call call) {
        call.admin();
        boolean block = call.body().path("block").asBoolean();
        call.database()
                .room(call.part("roomId"))
                .orElseThrow(() -> MatrixError.notFound("Room not found"))
                .block(block);
        return Answer.ok(Json.object().put("block", block));
    }

    private Answer makeRoomAdmin(Call call) {
        Actor admin = call.admin();
        String user = call.bodyOrEmpty().path("user_id").asText(admin.userId());
        String roomId = membershipRoutes.resolve(call.database(), call.part("roomIdOrAlias"));
        new RoomRescue(call.database(), settings).promote(user, roomId);
        return Answer.ok();
    }

    private Answer join(Call call) {
        Actor admin = call.admin();
        String user = UserIds.checked(Call.required(call.body(), "user_id"));
        requireLocal(user);
        user(call, user);
        String roomId = membershipRoutes.resolve(call.database(), call.part("roomIdOrAlias"));
        Memberships memberships = new Memberships(call.database(), settings);
        boolean inviteFirst = call.database()
                .room(roomId)
                .filter(room -> !room.isDead())
                .flatMap(room -> room.text("m.room.join_rules", "join_rule"))
                .filter(rule -> !rule.equals("public"))
                .isPresent();
        if (inviteFirst) {
            memberships.change(admin.userId(), user, roomId, MembershipAction.INVITE, Json.object());
        }
        memberships.change(user, user, roomId, MembershipAction.JOIN, Json.object());
        return Answer.ok(Json.object().put("room_id", roomId));
    }

    private void requireLocal(String userId) {
        if (!settings.isLocal(userId)) {
            throw MatrixError.unknown(400, "This endpoint can only be used with local users");
        }
    }

    private static Account user(Call call, String userId) {
        return call.database().accounts().find(userId).orElseThrow(() -> MatrixError.notFound("User not found"));
    }
}
