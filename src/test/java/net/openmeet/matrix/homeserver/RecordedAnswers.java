package net.openmeet.matrix.homeserver;

import static net.openmeet.matrix.homeserver.Outcome.Belief.ACTOR_HAS_POWER;
import static net.openmeet.matrix.homeserver.Outcome.Belief.ACTOR_IN_ROOM;
import static net.openmeet.matrix.homeserver.Outcome.Belief.ALIAS_FREE;
import static net.openmeet.matrix.homeserver.Outcome.Belief.ALIAS_OURS;
import static net.openmeet.matrix.homeserver.Outcome.Belief.INVITES_FIT;
import static net.openmeet.matrix.homeserver.Outcome.Belief.MAY_JOIN;
import static net.openmeet.matrix.homeserver.Outcome.Belief.NAME_FREE;
import static net.openmeet.matrix.homeserver.Outcome.Belief.NAME_OURS;
import static net.openmeet.matrix.homeserver.Outcome.Belief.NOT_BANNED;
import static net.openmeet.matrix.homeserver.Outcome.Credential.ACCOUNT;
import static net.openmeet.matrix.homeserver.Outcome.Credential.ADMIN;
import static net.openmeet.matrix.homeserver.Outcome.Credential.APPSERVICE;
import static net.openmeet.matrix.homeserver.Outcome.Credential.GIVEN;
import static net.openmeet.matrix.homeserver.Outcome.Scope.HOMESERVER;
import static net.openmeet.matrix.homeserver.Outcome.Scope.SENDER;
import static net.openmeet.matrix.homeserver.Outcome.Scope.TARGET;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.Answer.Refusal;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.Outcome.Credential;
import net.openmeet.matrix.homeserver.Outcome.Failure;
import net.openmeet.matrix.homeserver.Outcome.Scope;
import net.openmeet.matrix.json.Json;

/** Answers as Synapse 1.160.0 gave them, body by body, and what each must be taken for. */
final class RecordedAnswers {
    static final RoomId ROOM = RoomId.of("!ZBHfLsIPyqmsiWYWAo:localhost.test");
    static final RoomAlias ALIAS = RoomAlias.parse("#event-1:localhost.test");
    static final UserId USER = UserId.parse("@om_u1:localhost.test");

    static final MatrixCall LOOKUP = new MatrixCall.LookupAlias(ALIAS);
    static final MatrixCall READ_ROOM = new MatrixCall.ReadRoom(ROOM);
    static final MatrixCall READ_LISTING = new MatrixCall.ReadListing(ROOM);
    static final MatrixCall READ_LEVELS = new MatrixCall.ReadLevels(ROOM);
    static final MatrixCall READ_MEMBER = new MatrixCall.ReadMember(ROOM, USER);
    static final MatrixCall CREATE = new MatrixCall.CreateRoom(
            ALIAS, "N", "T", JoinRule.PUBLIC, true, "11", "t/event/1", Map.of(USER, 90), 50, List.of(USER));
    static final MatrixCall PUT_NAME = new MatrixCall.PutState(ROOM, new RoomState.Name("N"), Optional.empty());
    static final MatrixCall PUT_CANONICAL = new MatrixCall.PutState(
            ROOM, new RoomState.CanonicalAlias(Optional.of(ALIAS), List.of()), Optional.empty());
    static final MatrixCall PUT_ALIAS = new MatrixCall.PutAlias(ALIAS, ROOM);
    static final MatrixCall DELETE_ALIAS = new MatrixCall.DeleteAlias(ALIAS);
    static final MatrixCall LIST_ROOM = new MatrixCall.ListRoom(ROOM, true);
    static final MatrixCall INVITE = new MatrixCall.Invite(ROOM, USER, Optional.empty());
    static final MatrixCall JOIN = new MatrixCall.Join(ROOM, USER);
    static final MatrixCall KICK = new MatrixCall.Kick(ROOM, USER, "r");
    static final MatrixCall LEAVE = new MatrixCall.Leave(ROOM, USER, "r");
    static final MatrixCall REGISTER = new MatrixCall.Register(USER);
    static final MatrixCall READ_CLAIM = new MatrixCall.ReadClaim(USER);
    static final MatrixCall READ_EPOCH = new MatrixCall.ReadEpoch("t", EpochMark.Half.EVEN);
    static final MatrixCall PUT_CLAIM = new MatrixCall.PutClaim(USER, "t/user/1");
    static final MatrixCall PUT_DISPLAY_NAME = new MatrixCall.PutDisplayName(USER, "U");
    static final MatrixCall PUT_AVATAR = new MatrixCall.PutAvatar(USER, "mxc://localhost.test/a");
    static final MatrixCall DEACTIVATE = new MatrixCall.Deactivate(USER);
    static final MatrixCall WHO_AM_I = new MatrixCall.WhoAmI();
    static final MatrixCall LOGIN = new MatrixCall.LoginPassword(USER, SecretText.of("pw"), "D");
    static final MatrixCall LOGIN_AS = new MatrixCall.LoginAs(USER, Instant.EPOCH);
    static final MatrixCall REFRESH = new MatrixCall.Refresh(SecretText.of("syr_x"));
    static final MatrixCall LOGOUT = new MatrixCall.Logout(SecretText.of("syt_x"));
    static final MatrixCall PROBE = new MatrixCall.WhoAmIWith(SecretText.of("syt_x"));
    static final MatrixCall READ_USER = new MatrixCall.ReadUser(USER);
    static final MatrixCall MAKE_USER = new MatrixCall.MakeUser(USER);
    static final MatrixCall FLOWS = new MatrixCall.LoginFlows();

    static final SentWith BY_APPSERVICE = new SentWith(new TokenOwner.Appservice(), 7);
    static final SentWith BY_ADMIN = new SentWith(new TokenOwner.Admin(), 8);
    static final SentWith BY_USER = new SentWith(new TokenOwner.User(USER), 9);

    private static final String BAD_TOKEN = """
            {"errcode":"M_UNKNOWN_TOKEN","error":"Invalid access token passed.","soft_logout":false}""";
    private static final String NO_TOKEN = """
            {"errcode":"M_MISSING_TOKEN","error":"Missing access token"}""";
    private static final String EXPIRED = """
            {"errcode":"M_UNKNOWN_TOKEN","error":"Access token has expired","soft_logout":true}""";
    private static final String LOCKED = """
            {"errcode":"M_USER_LOCKED","error":"User account has been locked","soft_logout":true}""";
    private static final String SUSPENDED = """
            {"errcode":"M_USER_SUSPENDED","error":"Joining rooms while account is suspended is not allowed."}""";
    private static final String BAD_LOGIN = """
            {"errcode":"M_FORBIDDEN","error":"Invalid username or password"}""";
    private static final String NO_ADMIN = """
            {"errcode":"M_FORBIDDEN","error":"You are not a server admin"}""";
    private static final String NO_USER = """
            {"errcode":"M_NOT_FOUND","error":"User not found"}""";
    private static final String NOT_REGISTERED = """
            {"errcode":"M_FORBIDDEN","error":"Application service has not registered this user (@om_u1:localhost.test)"}""";
    private static final String NO_MASQUERADE = """
            {"errcode":"M_FORBIDDEN","error":"Application service cannot masquerade as this user (@alice:localhost.test)."}""";
    private static final String LIMITED = """
            {"errcode":"M_LIMIT_EXCEEDED","error":"Too Many Requests","retry_after_ms":333265}""";
    private static final String NO_INTROSPECTION = """
            {"errcode":"M_UNKNOWN","error":"Unable to introspect the access token"}""";
    private static final String INTERNAL = """
            {"errcode":"M_UNKNOWN","error":"Internal server error"}""";
    private static final String NOT_IN_ROOM_NO_PREVIEW = """
            {"errcode":"M_FORBIDDEN","error":"User @openmeet-bot:localhost.test not in room !VdnavxYesBcKnbTlzl:localhost.test, and room previews are disabled"}""";
    private static final String NOT_IN_ROOM_FOR_STATE = """
            {"errcode":"M_FORBIDDEN","error":"User @openmeet-bot:localhost.test not in room !VdnavxYesBcKnbTlzl:localhost.test"}""";
    private static final String NOT_IN_ROOM_FOR_MEMBERS = """
            {"errcode":"M_FORBIDDEN","error":"@u443749:localhost.test not in room !OAVqdiQnrKpXDxpOko:localhost.test."}""";
    private static final String ROOM_IN_USE = """
            {"errcode":"M_ROOM_IN_USE","error":"Room alias already taken"}""";
    private static final String ALIAS_EXISTS = """
            {"errcode":"M_UNKNOWN","error":"Room alias #race44240:localhost.test already exists"}""";
    private static final String CANNOT_JOIN_REMOTE = """
            {"errcode":"M_UNKNOWN","error":"Can't join remote room because no servers that are in the room have been provided."}""";
    private static final String NOT_A_KNOWN_ROOM = """
            {"errcode":"M_UNKNOWN","error":"Not a known room"}""";
    private static final String BLOCKED = """
            {"errcode":"M_UNKNOWN","error":"This room has been blocked on this server"}""";
    private static final String UNRECOGNIZED = """
            {"errcode":"M_UNRECOGNIZED","error":"Unrecognized request"}""";
    private static final String HTML = "<html><body><h1>404 - No Such Resource</h1></body></html>";

    private RecordedAnswers() {}

    /** @param answer what the bracketed words of the test's name say happened */
    record Recorded(String happened, MatrixCall call, Refusal answer, Outcome outcome) {
        @Override
        public String toString() {
            return happened + " (" + call.getClass().getSimpleName() + " " + answer.status() + " "
                    + answer.errcode().orElse("-") + ")";
        }
    }

    static Stream<Recorded> all() {
        return Stream.of(credentials(), ownTokens(), repairs(), servers(), accounts(), rooms(), members(), rejections())
                .flatMap(List::stream);
    }

    private static List<Recorded> credentials() {
        return List.of(
                rejected("wrong application service token", JOIN, 401, BAD_TOKEN, APPSERVICE),
                rejected("wrong application service token on register", REGISTER, 401, """
                        {"errcode":"M_UNKNOWN_TOKEN","error":"Unrecognised access token","soft_logout":false}""", APPSERVICE),
                rejected("no token", WHO_AM_I, 401, NO_TOKEN, APPSERVICE),
                rejected("expired token", CREATE, 401, """
                        {"errcode":"M_UNKNOWN_TOKEN","error":"Access token has expired","soft_logout":true}""", APPSERVICE),
                rejected("dead admin token", DEACTIVATE, 401, BAD_TOKEN, ADMIN),
                rejected("no admin token", DEACTIVATE, 401, NO_TOKEN, ADMIN),
                rejected("not an admin", DEACTIVATE, 403, """
                        {"errcode":"M_FORBIDDEN","error":"You are not a server admin"}""", ADMIN),
                rejected("masquerade as a user never registered", JOIN, 403, NOT_REGISTERED, ACCOUNT),
                rejected("claim of a user never registered", READ_CLAIM, 403, NOT_REGISTERED, ACCOUNT),
                rejected("database wiped: name", PUT_DISPLAY_NAME, 403, NOT_REGISTERED, ACCOUNT),
                contradicted("masquerade outside the namespace", PUT_CLAIM, 403, NO_MASQUERADE, NAME_OURS),
                retry("suspended user joins", JOIN, 403, SUSPENDED, Scope.CLOSED_ACCOUNT),
                retry("locked user", PUT_AVATAR, 401, LOCKED, Scope.CLOSED_ACCOUNT));
    }

    private static List<Recorded> ownTokens() {
        return List.of(
                rejected("logged-out user token", JOIN, 401, BAD_TOKEN, Credential.USER, BY_USER),
                rejected("expired user token", PUT_NAME, 401, EXPIRED, Credential.USER, BY_USER),
                rejected("absent user token", READ_CLAIM, 401, NO_TOKEN, Credential.USER, BY_USER),
                rejected("token the authentication service ended", JOIN, 401, """
                        {"errcode":"M_UNKNOWN_TOKEN","error":"Token is not active","soft_logout":false}""", Credential.USER, BY_USER),
                rejected("expired admin token makes no room", CREATE, 401, EXPIRED, ADMIN, BY_ADMIN),
                rejected("expired admin token", LOGIN_AS, 401, EXPIRED, ADMIN, BY_ADMIN),
                rejected("locked admin", CREATE, 401, LOCKED, ADMIN, BY_ADMIN),
                retry("suspended admin joins", JOIN, 403, SUSPENDED, Scope.CLOSED_ACCOUNT, BY_ADMIN),
                rejected("wrong application service token", JOIN, 401, BAD_TOKEN, APPSERVICE, BY_APPSERVICE),
                retry("locked user's own token", JOIN, 401, LOCKED, Scope.CLOSED_ACCOUNT, BY_USER),
                refused("deactivated user", LOGIN, 403, """
                        {"errcode":"M_USER_DEACTIVATED","error":"This account has been deactivated"}"""));
    }

    private static List<Recorded> repairs() {
        return List.of(
                rejected("wrong password, unknown or deactivated user", LOGIN, 403, BAD_LOGIN, GIVEN),
                refused("locked user logs in", LOGIN, 401, LOCKED),
                refused("unknown type of login", LOGIN, 400, """
                        {"errcode":"M_INVALID_PARAM","error":"Invalid login submission"}"""),
                retry("sixth login", LOGIN, 429, LIMITED, SENDER),
                rejected("unknown refresh token", REFRESH, 401, """
                        {"errcode":"M_UNKNOWN_TOKEN","error":"invalid refresh token"}""", GIVEN),
                rejected("spent refresh token", REFRESH, 403, """
                        {"errcode":"M_FORBIDDEN","error":"refresh token isn't valid anymore"}""", GIVEN),
                rejected("expired refresh token", REFRESH, 403, """
                        {"errcode":"M_FORBIDDEN","error":"The supplied refresh token has expired"}""", GIVEN),
                rejected("probe of a dead token", PROBE, 401, BAD_TOKEN, GIVEN),
                rejected("probe of an expired token", PROBE, 401, EXPIRED, GIVEN),
                refused("probe of a locked user's token", PROBE, 401, LOCKED),
                alreadySo("logged out before", LOGOUT, 401, BAD_TOKEN),
                refused("an application service logs out", LOGOUT, 401, """
                        {"errcode":"M_UNKNOWN","error":"Unrecognised access token"}"""),
                rejected("login as nobody", LOGIN_AS, 404, NO_USER, ACCOUNT),
                refused("login as oneself", LOGIN_AS, 400, """
                        {"errcode":"M_UNKNOWN","error":"Cannot use admin API to login as self"}"""),
                refused("login as a remote user", LOGIN_AS, 400, """
                        {"errcode":"M_UNKNOWN","error":"Only local users can be logged in as"}"""),
                rejected("login as somebody by no admin", LOGIN_AS, 403, NO_ADMIN, ADMIN, BY_ADMIN),
                rejected("login as somebody by an application service", LOGIN_AS, 403, NO_ADMIN, ADMIN),
                absent("no such user", READ_USER, 404, NO_USER),
                rejected("users by no admin", READ_USER, 403, NO_ADMIN, ADMIN, BY_ADMIN),
                contradicted("made in an application service's namespace", MAKE_USER, 400, """
                        {"errcode":"M_EXCLUSIVE","error":"This user ID is reserved by an application service."}""", NAME_OURS),
                refused("made with capitals", MAKE_USER, 400, """
                        {"errcode":"M_INVALID_USERNAME","error":"User ID can only contain characters a-z, 0-9, or '=_-./+'"}"""),
                absent("ways to log in under an authentication service", FLOWS, 404, UNRECOGNIZED),
                retry("an account that wasn't made for an authentication service", REGISTER, 403, """
                        {"errcode":"NET.OPENMEET.DELEGATED_LOGINS","error":"No account is made here"}""", TARGET),
                refusedForAll("password login under an authentication service", LOGIN, UNRECOGNIZED),
                refusedForAll("login-as under an authentication service", LOGIN_AS, UNRECOGNIZED),
                refusedForAll("refresh under an authentication service", REFRESH, UNRECOGNIZED),
                refusedForAll("logout under an authentication service", LOGOUT, UNRECOGNIZED),
                retry("introspection down, probe", PROBE, 503, NO_INTROSPECTION, HOMESERVER),
                uncertain("introspection down, login-as", LOGIN_AS, 503, NO_INTROSPECTION));
    }

    private static List<Recorded> servers() {
        return List.of(
                retry("rate limit", CREATE, 429, LIMITED, SENDER),
                retry("rate limit without its error code", INVITE, 429, HTML, SENDER),
                uncertain("authentication service down, write", DEACTIVATE, 503, NO_INTROSPECTION),
                retry("authentication service down, read", WHO_AM_I, 503, NO_INTROSPECTION, HOMESERVER),
                retry("proxy without its homeserver", READ_ROOM, 502, HTML, HOMESERVER),
                retry("Cloudflare without its origin", LOOKUP, 522, HTML, HOMESERVER),
                uncertain("proxy without its homeserver, write", CREATE, 502, HTML),
                retry("a read that breaks the homeserver", READ_LEVELS, 500, INTERNAL, TARGET),
                uncertain("lone surrogate in the name", CREATE, 500, INTERNAL),
                uncertain("invite breaks", INVITE, 500, INTERNAL),
                refused("user-interactive authentication", REGISTER, 401, """
                        {"session":"x","flows":[{"stages":["m.login.dummy"]}],"params":{}}"""),
                refused("a proxy's size limit", PUT_NAME, 413, HTML),
                retry("a path outside Matrix", LOOKUP, 404, HTML, TARGET),
                retry("redirected", JOIN, 301, "", TARGET),
                retry("a firewall's answer", INVITE, 403, HTML, TARGET));
    }

    private static List<Recorded> accounts() {
        return List.of(
                contradicted("registered again", REGISTER, 400, """
                        {"errcode":"M_USER_IN_USE","error":"User ID already taken."}""", NAME_FREE),
                contradicted("registered outside the namespace", REGISTER, 400, """
                        {"errcode":"M_EXCLUSIVE","error":"Invalid user localpart for this application service."}""", NAME_OURS),
                refused("bad localpart", REGISTER, 400, """
                        {"errcode":"M_INVALID_USERNAME","error":"User ID can only contain characters a-z, 0-9, or '=_-./+'"}"""),
                refused("register under an authentication service", REGISTER, 400, """
                        {"errcode":"IO.ELEMENT.MSC4190.M_APPSERVICE_LOGIN_UNSUPPORTED","error":"This server uses OAuth2, so the inhibit_login parameter must be set to true for appservice registrations."}"""),
                absent("no claim", READ_CLAIM, 404, """
                        {"errcode":"M_NOT_FOUND","error":"Account data not found"}"""),
                absent("no mark of an epoch", READ_EPOCH, 404, """
                        {"errcode":"M_NOT_FOUND","error":"Account data not found"}"""),
                retry("a proxy's own 404 is no wipe", READ_EPOCH, 404, HTML, TARGET),
                refused("no account data on this homeserver", READ_EPOCH, 404, UNRECOGNIZED),
                refused("display name too long", PUT_DISPLAY_NAME, 400, """
                        {"errcode":"M_UNKNOWN","error":"Displayname is too long (max 256)"}"""),
                refused("another user's display name", PUT_DISPLAY_NAME, 400, """
                        {"errcode":"M_FORBIDDEN","error":"Cannot set another user's displayname"}"""),
                alreadySo("deactivate a missing user", DEACTIVATE, 404, """
                        {"errcode":"M_NOT_FOUND","error":"User not found"}"""),
                refused("deactivate on a homeserver without it", DEACTIVATE, 404, UNRECOGNIZED));
    }

    private static List<Recorded> rooms() {
        return List.of(
                contradicted("alias taken", CREATE, 400, ROOM_IN_USE, ALIAS_FREE),
                contradicted("alias taken in a race", CREATE, 409, ALIAS_EXISTS, ALIAS_FREE),
                contradicted("put alias again", PUT_ALIAS, 409, ALIAS_EXISTS, ALIAS_FREE),
                contradicted("too many invites", CREATE, 400, """
                        {"errcode":"M_UNKNOWN","error":"Cannot invite so many users at once"}""", INVITES_FIT),
                refused("alias of another application service", CREATE, 400, """
                        {"errcode":"M_EXCLUSIVE","error":"This alias is reserved by an application service."}"""),
                refused("put alias outside the namespace", PUT_ALIAS, 400, """
                        {"errcode":"M_EXCLUSIVE","error":"This application service has not reserved this kind of alias."}"""),
                unknown("alias for an unknown room", PUT_ALIAS, 400, """
                        {"errcode":"M_UNKNOWN","error":"Room does not exist"}"""),
                contradicted("alias by a non-member", PUT_ALIAS, 403, """
                        {"errcode":"M_FORBIDDEN","error":"You must be in the room to create an alias for it"}""", ACTOR_IN_ROOM),
                contradicted("canonical not in directory", PUT_CANONICAL, 400, """
                        {"errcode":"M_BAD_ALIAS","error":"Room alias #missing43749:localhost.test does not point to the room"}""", ALIAS_OURS),
                alreadySo("delete alias again", DELETE_ALIAS, 404, """
                        {"errcode":"M_NOT_FOUND","error":"Unknown room alias"}"""),
                contradicted("delete alias by non-member", DELETE_ALIAS, 403, NOT_IN_ROOM_FOR_STATE, ACTOR_IN_ROOM),
                absent("alias missing", LOOKUP, 404, """
                        {"errcode":"M_NOT_FOUND","error":"Room alias #event-1:localhost.test not found"}"""),
                refused("lookup malformed", LOOKUP, 400, """
                        {"errcode":"M_INVALID_PARAM","error":"Room alias invalid"}"""),
                unknown("listing of an unknown room", READ_LISTING, 404, """
                        {"errcode":"M_NOT_FOUND","error":"Unknown room"}"""),
                unknown("publish an unknown room", LIST_ROOM, 400, """
                        {"errcode":"M_UNKNOWN","error":"Unknown room"}"""),
                contradicted("publish by a non-member", LIST_ROOM, 403, NOT_IN_ROOM_FOR_STATE, ACTOR_IN_ROOM),
                contradicted("publish without power", LIST_ROOM, 403, """
                        {"errcode":"M_FORBIDDEN","error":"This server requires you to be a moderator in the room to edit its room list entry"}""", ACTOR_HAS_POWER),
                refused("publishing denied", LIST_ROOM, 403, """
                        {"errcode":"M_UNKNOWN","error":"Not allowed to publish room"}"""),
                contradicted("state of an unknown room", READ_ROOM, 403, NOT_IN_ROOM_NO_PREVIEW, ACTOR_IN_ROOM),
                contradicted("levels of a wiped room", READ_LEVELS, 403, NOT_IN_ROOM_NO_PREVIEW, ACTOR_IN_ROOM),
                absent("no power levels", READ_LEVELS, 404, """
                        {"errcode":"M_NOT_FOUND","error":"Event not found."}"""),
                contradicted("name by a non-member", PUT_NAME, 403, NOT_IN_ROOM_FOR_STATE, ACTOR_IN_ROOM),
                contradicted("name without power", PUT_NAME, 403, """
                        {"errcode":"M_FORBIDDEN","error":"You don't have permission to post that to the room. user_level (50) < send_level (100)"}""", ACTOR_HAS_POWER),
                contradicted("demote an equal", PUT_NAME, 403, """
                        {"errcode":"M_FORBIDDEN","error":"You don't have permission to remove ops level equal to your own"}""", ACTOR_HAS_POWER));
    }

    private static List<Recorded> members() {
        return List.of(
                alreadySo("invite already joined", INVITE, 403, """
                        {"errcode":"M_FORBIDDEN","error":"@u143749:localhost.test is already in the room."}"""),
                unknown("invite to an unknown room", INVITE, 403, """
                        {"errcode":"M_FORBIDDEN","error":"Unknown room"}"""),
                contradicted("invite banned", INVITE, 403, """
                        {"errcode":"M_BAD_STATE","error":"Cannot invite user who was banned"}""", NOT_BANNED),
                contradicted("invite by non-member", INVITE, 403, NOT_IN_ROOM_FOR_MEMBERS, ACTOR_IN_ROOM),
                contradicted("invite without power", INVITE, 403, """
                        {"errcode":"M_FORBIDDEN","error":"You don't have permission to invite users"}""", ACTOR_HAS_POWER),
                refused("invite into a blocked room", INVITE, 403, BLOCKED),
                refused("invite across a denied federation", INVITE, 403, """
                        {"errcode":"M_FORBIDDEN","error":"Federation denied with remote.test."}"""),
                contradicted("join banned", JOIN, 403, """
                        {"errcode":"M_BAD_STATE","error":"Cannot join user who was banned"}""", NOT_BANNED),
                contradicted("join private", JOIN, 403, """
                        {"errcode":"M_FORBIDDEN","error":"You are not invited to this room."}""", MAY_JOIN),
                contradicted("join restricted", JOIN, 403, """
                        {"errcode":"M_FORBIDDEN","error":"You do not belong to any of the required rooms/spaces to join this room."}""", MAY_JOIN),
                unknown("join an empty or unknown room", JOIN, 404, CANNOT_JOIN_REMOTE),
                refused("join a blocked room", JOIN, 403, BLOCKED),
                alreadySo("kick again", KICK, 403, """
                        {"errcode":"M_FORBIDDEN","error":"The target user is not in the room"}"""),
                alreadySo("kick a banned user", KICK, 403, """
                        {"errcode":"M_BAD_STATE","error":"Cannot kick user who was banned"}"""),
                contradicted("kick without power", KICK, 403, """
                        {"errcode":"M_FORBIDDEN","error":"You cannot kick user @alice:localhost.test."}""", ACTOR_HAS_POWER),
                contradicted("kick by non-member", KICK, 403, NOT_IN_ROOM_FOR_MEMBERS, ACTOR_IN_ROOM),
                unknown("kick in an unknown room", KICK, 404, NOT_A_KNOWN_ROOM),
                alreadySo("leave never joined", LEAVE, 403, NOT_IN_ROOM_FOR_MEMBERS),
                unknown("leave an unknown room", LEAVE, 404, NOT_A_KNOWN_ROOM),
                absent("member never seen", READ_MEMBER, 404, """
                        {"errcode":"M_NOT_FOUND","error":"Event not found."}"""),
                contradicted("member by non-member", READ_MEMBER, 403, NOT_IN_ROOM_NO_PREVIEW, ACTOR_IN_ROOM));
    }

    private static List<Recorded> rejections() {
        return List.of(
                refused("topic of 70 kB", CREATE, 413, """
                        {"errcode":"M_TOO_LARGE","error":"event too large"}"""),
                refused("malformed id invited", CREATE, 400, """
                        {"errcode":"M_UNKNOWN","error":"Invalid user_id: garbage"}"""),
                refused("the creator invited", CREATE, 403, """
                        {"errcode":"M_FORBIDDEN","error":"@alice:localhost.test is already in the room."}"""),
                refused("unsupported room version", CREATE, 400, """
                        {"errcode":"M_UNSUPPORTED_ROOM_VERSION","error":"Your homeserver does not support this room version"}"""),
                refused("creator in the levels of version 12", PUT_NAME, 400, """
                        {"errcode":"M_UNKNOWN","error":"Creator user @alice:localhost.test must not appear in content.users"}"""),
                refused("integer out of range", PUT_NAME, 400, """
                        {"errcode":"M_BAD_JSON","error":"JSON integer out of range"}"""),
                refused("an unknown path is not an absent alias", LOOKUP, 404, UNRECOGNIZED),
                refused("wrong method", PUT_ALIAS, 405, UNRECOGNIZED));
    }

    private static Recorded retry(String happened, MatrixCall call, int status, String body, Scope scope) {
        Refusal answer = answer(status, body);
        return new Recorded(happened, call, answer, new Outcome.Retry(answer.retryAfter(), scope, failure(answer)));
    }

    private static Recorded rejected(String happened, MatrixCall call, int status, String body, Credential credential) {
        return rejected(happened, call, credential, answer(status, body));
    }

    private static Recorded rejected(
            String happened, MatrixCall call, int status, String body, Credential credential, SentWith with) {
        return rejected(happened, call, credential, answer(status, body, with));
    }

    private static Recorded retry(
            String happened, MatrixCall call, int status, String body, Scope scope, SentWith with) {
        Refusal answer = answer(status, body, with);
        return new Recorded(happened, call, answer, new Outcome.Retry(answer.retryAfter(), scope, failure(answer)));
    }

    private static Refusal answer(int status, String body, SentWith with) {
        Refusal without = answer(status, body);
        return new Refusal(
                without.status(),
                without.errcode(),
                without.error(),
                without.retryAfter(),
                without.softLogout(),
                Optional.of(with));
    }

    private static Recorded rejected(String happened, MatrixCall call, Credential credential, Refusal answer) {
        return new Recorded(
                happened,
                call,
                answer,
                new Outcome.CredentialRejected(credential, answer.sentWith(), answer.softLogout(), failure(answer)));
    }

    private static Recorded refusedForAll(String happened, MatrixCall call, String body) {
        Refusal answer = answer(404, body);
        return new Recorded(happened, call, answer, new Outcome.Rejected(failure(answer), HOMESERVER));
    }

    private static Recorded contradicted(String happened, MatrixCall call, int status, String body, Belief belief) {
        Refusal answer = answer(status, body);
        return new Recorded(happened, call, answer, new Outcome.Contradicted(belief, failure(answer)));
    }

    private static Recorded unknown(String happened, MatrixCall call, int status, String body) {
        Refusal answer = answer(status, body);
        return new Recorded(happened, call, answer, new Outcome.RoomUnknown(failure(answer)));
    }

    private static Recorded refused(String happened, MatrixCall call, int status, String body) {
        Refusal answer = answer(status, body);
        return new Recorded(happened, call, answer, new Outcome.Rejected(failure(answer)));
    }

    private static Recorded uncertain(String happened, MatrixCall call, int status, String body) {
        Refusal answer = answer(status, body);
        String why = (status + " " + answer.errcode().orElse("") + " " + answer.error()).strip();
        return new Recorded(happened, call, answer, new Outcome.Uncertain(why));
    }

    private static Recorded alreadySo(String happened, MatrixCall call, int status, String body) {
        return new Recorded(happened, call, answer(status, body), new Outcome.AlreadySo());
    }

    private static Recorded absent(String happened, MatrixCall call, int status, String body) {
        return new Recorded(happened, call, answer(status, body), new Outcome.Applied(new Seen.Absent()));
    }

    private static Failure failure(Refusal answer) {
        return new Failure(answer.status(), answer.errcode(), answer.error());
    }

    private static Refusal answer(int status, String body) {
        if (!body.startsWith("{")) {
            return new Refusal(status, Optional.empty(), "", Optional.empty());
        }
        try {
            JsonNode json = Json.mapper().readTree(body);
            return new Refusal(
                    status,
                    Optional.ofNullable(json.path("errcode").textValue()),
                    json.path("error").asText(),
                    json.has("retry_after_ms")
                            ? Optional.of(
                                    Duration.ofMillis(json.get("retry_after_ms").asLong()))
                            : Optional.empty(),
                    json.path("soft_logout").asBoolean(),
                    Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
