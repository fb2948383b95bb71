package net.openmeet.matrix.homeserver.http;

import static net.openmeet.matrix.homeserver.http.CallRequest.delete;
import static net.openmeet.matrix.homeserver.http.CallRequest.get;
import static net.openmeet.matrix.homeserver.http.CallRequest.post;
import static net.openmeet.matrix.homeserver.http.CallRequest.put;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import net.openmeet.matrix.homeserver.EpochMark;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.homeserver.http.CallTimeouts.Pace;

/** Turns each call into its one request. */
final class CallRequests {
    /** Where an account says whose it is. */
    static final String CLAIM_FIELD = "person";

    static final String EPOCH_FIELD = "epoch";
    static final String HEARTBEAT_FIELD = "heartbeat";

    private static final String CLIENT = "/_matrix/client/v3";
    private static final String ROOM = CLIENT + "/rooms/{room}";
    private static final String ALIAS = CLIENT + "/directory/room/{alias}";
    private static final String LISTING = CLIENT + "/directory/list/room/{room}";
    private static final String CLAIM = CLIENT + "/user/{user}/account_data/net.openmeet.user";
    private static final String EPOCH = CLIENT + "/user/{user}/account_data/{epoch}";
    private static final String PROFILE = CLIENT + "/profile/{user}";

    private final UserId bot;

    CallRequests(UserId bot) {
        this.bot = bot;
    }

    CallRequest of(MatrixCall call) {
        return switch (call) {
            case MatrixCall.LookupAlias it -> get(ALIAS, it.alias());
            case MatrixCall.ReadRoom it -> get(ROOM + "/state", it.room()).within(Pace.SLOW);
            case MatrixCall.ReadListing it -> get(LISTING, it.room());
            case MatrixCall.ReadLevels it -> get(ROOM + "/state/m.room.power_levels", it.room());
            case MatrixCall.ReadMember it ->
                get(ROOM + "/state/m.room.member/{user}", it.room(), it.user()).withWholeEvent();
            case MatrixCall.CreateRoom create ->
                post(CreateRoomBody.of(create, bot), CLIENT + "/createRoom").within(Pace.SLOW);
            case MatrixCall.PutState it -> by(it.as(), state(it));
            case MatrixCall.PutAlias it -> put(fields("room_id", it.room()), ALIAS, it.alias());
            case MatrixCall.DeleteAlias it -> delete(ALIAS, it.alias());
            case MatrixCall.ListRoom it ->
                put(fields("visibility", CreateRoomBody.visibility(it.listed())), LISTING, it.room());
            case MatrixCall.Invite it -> by(it.as(), post(fields("user_id", it.user()), ROOM + "/invite", it.room()));
            case MatrixCall.Join it -> by(it.user(), post(fields(), ROOM + "/join", it.room()));
            case MatrixCall.Kick it ->
                post(fields("user_id", it.user(), "reason", it.reason()), ROOM + "/kick", it.room());
            case MatrixCall.Leave it -> by(it.user(), post(fields("reason", it.reason()), ROOM + "/leave", it.room()));
            case MatrixCall.Register it -> post(registration(it.user()), CLIENT + "/register");
            case MatrixCall.ReadClaim it -> by(it.user(), get(CLAIM, it.user()));
            case MatrixCall.PutClaim it -> by(it.user(), put(fields(CLAIM_FIELD, it.person()), CLAIM, it.user()));
            case MatrixCall.PutDisplayName it ->
                by(it.user(), put(fields("displayname", it.name()), PROFILE + "/displayname", it.user()))
                        .within(Pace.FANNED_OUT);
            case MatrixCall.PutAvatar it ->
                by(it.user(), put(fields("avatar_url", it.url()), PROFILE + "/avatar_url", it.user()))
                        .within(Pace.FANNED_OUT);
            case MatrixCall.Deactivate it ->
                post(fields(), "/_synapse/admin/v1/deactivate/{user}", it.user())
                        .asAdmin();
            case MatrixCall.ReadEpoch it -> get(EPOCH, bot, epochType(it.tenant(), it.half()));
            case MatrixCall.PutEpoch it ->
                put(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put(EPOCH_FIELD, it.mark().epoch())
                                .put(HEARTBEAT_FIELD, it.mark().heartbeat()),
                        EPOCH,
                        bot,
                        epochType(it.tenant(), it.mark().half()));
            case MatrixCall.WhoAmI it -> get(CLIENT + "/account/whoami");
            case MatrixCall.OfCredential it -> CredentialRequests.of(it);
        };
    }

    /** The tenant comes last: it may contain whatever it likes. */
    private static String epochType(String tenant, EpochMark.Half half) {
        return "net.openmeet.epoch." + half.word() + "." + tenant;
    }

    private static CallRequest state(MatrixCall.PutState it) {
        String route = ROOM + "/state/" + it.state().type();
        return it.state() instanceof RoomState.Lane marker
                ? put(StateContent.of(marker), route + "/{user}", it.room(), marker.by())
                : put(StateContent.of(it.state()), route, it.room());
    }

    private CallRequest by(Optional<UserId> user, CallRequest request) {
        return user.map(masqueraded -> by(masqueraded, request)).orElse(request);
    }

    /** The bot has a token that stands for it: nothing to masquerade. */
    private CallRequest by(UserId user, CallRequest request) {
        return user.equals(bot) ? request : request.as(user);
    }

    private static ObjectNode registration(UserId user) {
        // Without inhibit_login a homeserver that leaves logins to an authentication service refuses.
        return fields("type", "m.login.application_service", "username", user.localpart())
                .put("inhibit_login", true);
    }

    private static ObjectNode fields(Object... namesAndTexts) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            node.put(namesAndTexts[i].toString(), namesAndTexts[i + 1].toString());
        }
        return node;
    }
}
