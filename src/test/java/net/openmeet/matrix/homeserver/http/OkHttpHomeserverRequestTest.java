package net.openmeet.matrix.homeserver.http;

import static net.openmeet.matrix.homeserver.http.MockHomeserver.BOT;
import static net.openmeet.matrix.homeserver.http.MockHomeserver.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mockwebserver3.RecordedRequest;
import net.openmeet.matrix.homeserver.EpochMark;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call is one request with the path, user and body the Matrix specification asks for. Whatever stands in an id or alias, it
 * stays within its part of the path.
 */
class OkHttpHomeserverRequestTest {
    private static final RoomId ROOM = RoomId.of("!r:localhost.test");
    private static final RoomAlias ALIAS = RoomAlias.parse("#event-1:localhost.test");
    private static final UserId USER = UserId.parse("@u:localhost.test");
    private static final String R = "/_matrix/client/v3/rooms/!r:localhost.test";
    private static final String A = "/_matrix/client/v3/directory/room/%23event-1:localhost.test";
    private static final String L = "/_matrix/client/v3/directory/list/room/!r:localhost.test";
    private static final String AS = "user_id=%40u%3Alocalhost.test";

    private final MockHomeserver mock = new MockHomeserver();

    @AfterEach
    void close() {
        mock.close();
    }

    record Wire(MatrixCall call, String request, String body) {}

    static Stream<Wire> calls() {
        Optional<UserId> bot = Optional.empty();
        return Stream.of(
                new Wire(new MatrixCall.LookupAlias(ALIAS), "GET " + A, ""),
                new Wire(new MatrixCall.ReadRoom(ROOM), "GET " + R + "/state", ""),
                new Wire(new MatrixCall.ReadListing(ROOM), "GET " + L, ""),
                new Wire(new MatrixCall.ReadLevels(ROOM), "GET " + R + "/state/m.room.power_levels", ""),
                new Wire(
                        new MatrixCall.ReadMember(ROOM, USER),
                        "GET " + R + "/state/m.room.member/@u:localhost.test?format=event",
                        ""),
                state(new RoomState.Name("N \"é\uD83D\uDE00"), bot, "{'name':'N \\\"é\uD83D\uDE00'}"),
                state(new RoomState.Topic("T"), Optional.of(USER), "{'topic':'T'}"),
                state(new RoomState.Join(JoinRule.INVITE), bot, "{'join_rule':'invite'}"),
                state(new RoomState.GuestAccess(false), bot, "{'guest_access':'forbidden'}"),
                state(new RoomState.HistoryVisibility("shared"), bot, "{'history_visibility':'shared'}"),
                state(new RoomState.CanonicalAlias(Optional.empty(), List.of()), bot, "{}"),
                state(
                        new RoomState.CanonicalAlias(Optional.of(ALIAS), List.of(RoomAlias.parse("#b:localhost.test"))),
                        bot,
                        "{'alias':'#event-1:localhost.test','alt_aliases':['#b:localhost.test']}"),
                state(
                        new RoomState.Levels(PowerLevels.of(
                                Json.mapper().createObjectNode().put("ban", 50).put("x.unknown", "kept"))),
                        bot,
                        "{'ban':50,'x.unknown':'kept'}"),
                new Wire(new MatrixCall.PutAlias(ALIAS, ROOM), "PUT " + A, "{'room_id':'!r:localhost.test'}"),
                new Wire(new MatrixCall.DeleteAlias(ALIAS), "DELETE " + A, ""),
                new Wire(new MatrixCall.ListRoom(ROOM, true), "PUT " + L, "{'visibility':'public'}"),
                new Wire(new MatrixCall.ListRoom(ROOM, false), "PUT " + L, "{'visibility':'private'}"),
                new Wire(
                        new MatrixCall.Invite(ROOM, USER, Optional.empty()),
                        "POST " + R + "/invite",
                        "{'user_id':'@u:localhost.test'}"),
                new Wire(
                        new MatrixCall.Invite(ROOM, BOT, Optional.of(USER)),
                        "POST " + R + "/invite?" + AS,
                        "{'user_id':'@openmeet-bot:localhost.test'}"),
                new Wire(new MatrixCall.Join(ROOM, USER), "POST " + R + "/join?" + AS, "{}"),
                new Wire(new MatrixCall.Join(ROOM, BOT), "POST " + R + "/join", "{}"),
                new Wire(
                        new MatrixCall.Kick(ROOM, USER, "why"),
                        "POST " + R + "/kick",
                        "{'user_id':'@u:localhost.test','reason':'why'}"),
                new Wire(new MatrixCall.Leave(ROOM, USER, "why"), "POST " + R + "/leave?" + AS, "{'reason':'why'}"),
                new Wire(
                        new MatrixCall.Register(USER),
                        "POST /_matrix/client/v3/register",
                        "{'type':'m.login.application_service','username':'u','inhibit_login':true}"),
                new Wire(
                        new MatrixCall.ReadClaim(USER),
                        "GET /_matrix/client/v3/user/@u:localhost.test/account_data/net.openmeet.user?" + AS,
                        ""),
                new Wire(
                        new MatrixCall.PutClaim(USER, "t/user/9"),
                        "PUT /_matrix/client/v3/user/@u:localhost.test/account_data/net.openmeet.user?" + AS,
                        "{'person':'t/user/9'}"),
                new Wire(
                        new MatrixCall.PutDisplayName(USER, ""),
                        "PUT /_matrix/client/v3/profile/@u:localhost.test/displayname?" + AS,
                        "{'displayname':''}"),
                new Wire(
                        new MatrixCall.PutAvatar(USER, "mxc://localhost.test/a"),
                        "PUT /_matrix/client/v3/profile/@u:localhost.test/avatar_url?" + AS,
                        "{'avatar_url':'mxc://localhost.test/a'}"),
                new Wire(new MatrixCall.Deactivate(USER), "POST /_synapse/admin/v1/deactivate/@u:localhost.test", "{}"),
                new Wire(
                        new MatrixCall.ReadEpoch("t.x", EpochMark.Half.EVEN),
                        "GET /_matrix/client/v3/user/@openmeet-bot:localhost.test/account_data/net.openmeet.epoch.even.t.x",
                        ""),
                new Wire(
                        new MatrixCall.PutEpoch("t", new EpochMark(2, 2000000000001L)),
                        "PUT /_matrix/client/v3/user/@openmeet-bot:localhost.test/account_data/net.openmeet.epoch.odd.t",
                        "{'epoch':2,'heartbeat':2000000000001}"),
                new Wire(new MatrixCall.WhoAmI(), "GET /_matrix/client/v3/account/whoami", ""),
                new Wire(
                        new MatrixCall.LoginPassword(USER, SecretText.of("p \"w"), "D1"),
                        "POST /_matrix/client/v3/login",
                        "{'type':'m.login.password','identifier':{'type':'m.id.user','user':'@u:localhost.test'},"
                                + "'password':'p \\\"w','device_id':'D1','refresh_token':true}"),
                new Wire(
                        new MatrixCall.LoginAs(USER, Instant.ofEpochMilli(1795343539400L)),
                        "POST /_synapse/admin/v1/users/@u:localhost.test/login",
                        "{'valid_until_ms':1795343539400}"),
                new Wire(
                        new MatrixCall.Refresh(SecretText.of("syr_1")),
                        "POST /_matrix/client/v3/refresh",
                        "{'refresh_token':'syr_1'}"),
                new Wire(new MatrixCall.Logout(SecretText.of("syt_1")), "POST /_matrix/client/v3/logout", "{}"),
                new Wire(
                        new MatrixCall.WhoAmIWith(SecretText.of("syt_1")), "GET /_matrix/client/v3/account/whoami", ""),
                new Wire(new MatrixCall.ReadUser(USER), "GET /_synapse/admin/v2/users/@u:localhost.test", ""),
                new Wire(new MatrixCall.MakeUser(USER), "PUT /_synapse/admin/v2/users/@u:localhost.test", "{}"),
                new Wire(new MatrixCall.LoginFlows(), "GET /_matrix/client/v3/login", ""),
                new Wire(
                        create("11"),
                        "POST /_matrix/client/v3/createRoom",
                        "{'preset':'public_chat','visibility':'public','room_version':'11','room_alias_name':'event-1',"
                                + "'name':'N','topic':'T','creation_content':{'net.openmeet.lane':'t/event/1'},"
                                + "'initial_state':[{'type':'m.room.guest_access','state_key':'','content':"
                                + "{'guest_access':'forbidden'}},{'type':'m.room.history_visibility','state_key':'',"
                                + "'content':{'history_visibility':'shared'}}],'power_level_content_override':"
                                + "{'invite':50,'users':{'@u:localhost.test':90,'@openmeet-bot:localhost.test':100}},"
                                + "'invite':['@u:localhost.test']}"));
    }

    private static Wire state(RoomState state, Optional<UserId> as, String body) {
        String query = as.isPresent() ? "?" + AS : "";
        return new Wire(new MatrixCall.PutState(ROOM, state, as), "PUT " + R + "/state/" + state.type() + query, body);
    }

    private static MatrixCall create(String version) {
        return new MatrixCall.CreateRoom(
                ALIAS, "N", "T", JoinRule.PUBLIC, true, version, "t/event/1", Map.of(USER, 90), 50, List.of(USER));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aCallIsThisRequest(Wire wire) throws Exception {
        // when
        mock.answer(wire.call(), json(200, "{}"));

        // then
        RecordedRequest request = mock.request();
        assertThat(request.getMethod() + " " + request.getTarget()).isEqualTo(wire.request());
        String body = request.getBody() == null ? "" : request.getBody().utf8();
        assertThat(Json.mapper().readTree(body))
                .isEqualTo(Json.mapper().readTree(wire.body().replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "13", "20", "112"})
    void fromRoomVersionTwelveOnTheCreatorHasNoLevel(String version) throws Exception {
        // when
        mock.answer(create(version), json(200, "{}"));

        // then
        var body = Json.mapper().readTree(mock.request().getBody().utf8());
        assertThat(body.at("/power_level_content_override/users").toString()).isEqualTo("{\"@u:localhost.test\":90}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "9", "10", "org.matrix.msc3757.10"})
    void beforeRoomVersionTwelveTheCreatorHasLevelHundred(String version) throws Exception {
        // when
        mock.answer(create(version), json(200, "{}"));

        // then
        var body = Json.mapper().readTree(mock.request().getBody().utf8());
        assertThat(body.at("/power_level_content_override/users")
                        .path(BOT.toString())
                        .intValue())
                .isEqualTo(100);
    }

    @Test
    void anAliasCannotLeaveItsPartOfThePath() {
        // given
        var alias = new RoomAlias("a/../b?c=d#e%2F+\u0000 \uD83D\uDE00", "localhost.test");

        // when
        mock.answer(new MatrixCall.LookupAlias(alias), json(200, "{}"));

        // then
        RecordedRequest request = mock.request();
        assertThat(request.getTarget())
                .isEqualTo("/_matrix/client/v3/directory/room/"
                        + "%23a%2F..%2Fb%3Fc=d%23e%252F+%00%20%F0%9F%98%80:localhost.test");
        assertThat(request.getUrl().pathSegments().getLast()).isEqualTo(alias.toString());
    }

    @Test
    void aUserIdCannotLeaveItsParameter() {
        // given
        var user = UserId.parse("@a+b&c=d/e:localhost.test");

        // when
        mock.answer(new MatrixCall.Join(ROOM, user), json(200, "{}"));

        // then
        RecordedRequest request = mock.request();
        assertThat(request.getTarget()).endsWith("?user_id=%40a%2Bb%26c%3Dd%2Fe%3Alocalhost.test");
        assertThat(request.getUrl().queryParameter("user_id")).isEqualTo(user.toString());
    }

    @Test
    void aHomeserverMayBeBehindAPath() {
        // given
        mock.server.enqueue(json(200, "{}"));
        var client = mock.client(
                URI.create(mock.server.url("/matrix/").toString()), () -> "x", Optional.empty(), CallTimeouts.DEFAULTS);

        // when
        client.send(new MatrixCall.WhoAmI(), () -> true).join();

        // then
        assertThat(mock.request().getTarget()).isEqualTo("/matrix/_matrix/client/v3/account/whoami");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h",
                "h:8008",
                "https:///x",
                "https://me:secret@h",
                "https://h?a=secret",
                "https://h#secret"
            })
    void aBaseUrlThatIsNoneIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> mock.client(URI.create(url), () -> "x", Optional.empty(), CallTimeouts.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }
}
