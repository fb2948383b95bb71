package net.openmeet.matrix.simulator;

import java.util.List;

/** Every request the simulator knows, by method and route template; what faults match and calls are counted by. */
public enum Endpoint {
    HEALTH("GET", "/health"),
    VERSIONS("GET", "/_matrix/client/versions"),
    CAPABILITIES("GET", "/_matrix/client/v3/capabilities"),
    WHOAMI("GET", "/_matrix/client/v3/account/whoami"),
    REGISTER("POST", "/_matrix/client/v3/register"),
    LOGIN_FLOWS("GET", "/_matrix/client/v3/login"),
    LOGIN("POST", "/_matrix/client/v3/login"),
    REFRESH("POST", "/_matrix/client/v3/refresh"),
    LOGOUT("POST", "/_matrix/client/v3/logout"),
    LOGOUT_ALL("POST", "/_matrix/client/v3/logout/all"),
    GET_PROFILE("GET", "/_matrix/client/v3/profile/{userId}"),
    GET_PROFILE_FIELD("GET", "/_matrix/client/v3/profile/{userId}/{field}"),
    SET_PROFILE_FIELD("PUT", "/_matrix/client/v3/profile/{userId}/{field}"),
    GET_ACCOUNT_DATA("GET", "/_matrix/client/v3/user/{userId}/account_data/{type}"),
    SET_ACCOUNT_DATA("PUT", "/_matrix/client/v3/user/{userId}/account_data/{type}"),
    CREATE_ROOM("POST", "/_matrix/client/v3/createRoom"),
    GET_ALIAS("GET", "/_matrix/client/v3/directory/room/{alias}"),
    SET_ALIAS("PUT", "/_matrix/client/v3/directory/room/{alias}"),
    DELETE_ALIAS("DELETE", "/_matrix/client/v3/directory/room/{alias}"),
    GET_PUBLICATION("GET", "/_matrix/client/v3/directory/list/room/{roomId}"),
    SET_PUBLICATION("PUT", "/_matrix/client/v3/directory/list/room/{roomId}"),
    JOINED_ROOMS("GET", "/_matrix/client/v3/joined_rooms"),
    JOIN_BY_ID_OR_ALIAS("POST", "/_matrix/client/v3/join/{roomIdOrAlias}"),
    GET_STATE("GET", "/_matrix/client/v3/rooms/{roomId}/state"),
    GET_STATE_EVENT(
            "GET",
            "/_matrix/client/v3/rooms/{roomId}/state/{type}",
            "/_matrix/client/v3/rooms/{roomId}/state/{type}/{stateKey}"),
    SET_STATE_EVENT(
            "PUT",
            "/_matrix/client/v3/rooms/{roomId}/state/{type}",
            "/_matrix/client/v3/rooms/{roomId}/state/{type}/{stateKey}"),
    GET_MEMBERS("GET", "/_matrix/client/v3/rooms/{roomId}/members"),
    GET_JOINED_MEMBERS("GET", "/_matrix/client/v3/rooms/{roomId}/joined_members"),
    INVITE("POST", "/_matrix/client/v3/rooms/{roomId}/invite"),
    JOIN("POST", "/_matrix/client/v3/rooms/{roomId}/join"),
    LEAVE("POST", "/_matrix/client/v3/rooms/{roomId}/leave"),
    KICK("POST", "/_matrix/client/v3/rooms/{roomId}/kick"),
    BAN("POST", "/_matrix/client/v3/rooms/{roomId}/ban"),
    UNBAN("POST", "/_matrix/client/v3/rooms/{roomId}/unban"),
    SEND("PUT", "/_matrix/client/v3/rooms/{roomId}/send/{type}/{txnId}"),
    GET_MESSAGES("GET", "/_matrix/client/v3/rooms/{roomId}/messages"),
    ADMIN_NONCE("GET", "/_synapse/admin/v1/register"),
    ADMIN_REGISTER("POST", "/_synapse/admin/v1/register"),
    ADMIN_GET_USER("GET", "/_synapse/admin/v2/users/{userId}"),
    ADMIN_SET_USER("PUT", "/_synapse/admin/v2/users/{userId}"),
    ADMIN_SET_ADMIN("PUT", "/_synapse/admin/v1/users/{userId}/admin"),
    ADMIN_LOGIN_AS("POST", "/_synapse/admin/v1/users/{userId}/login"),
    ADMIN_DEACTIVATE("POST", "/_synapse/admin/v1/deactivate/{userId}"),
    ADMIN_SUSPEND("PUT", "/_synapse/admin/v1/suspend/{userId}"),
    ADMIN_GET_ROOM("GET", "/_synapse/admin/v1/rooms/{roomId}"),
    ADMIN_BLOCK_ROOM("PUT", "/_synapse/admin/v1/rooms/{roomId}/block"),
    ADMIN_MAKE_ROOM_ADMIN("POST", "/_synapse/admin/v1/rooms/{roomIdOrAlias}/make_room_admin"),
    ADMIN_JOIN("POST", "/_synapse/admin/v1/join/{roomIdOrAlias}");

    private final String method;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed, the checker just can't know
    private final List<String> templates;

    Endpoint(String method, String... templates) {
        this.method = method;
        this.templates = List.of(templates);
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The path with {@code {names}} for its variable parts; the first where there are several. */
    public String template() {
        return templates.getFirst();
    }

    List<String> templates() {
        return templates;
    }
}
