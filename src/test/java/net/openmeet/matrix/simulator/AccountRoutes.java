package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** What concerns the server and single users: versions, registration, profile, account data. */
final class AccountRoutes {
    private final SimulatorSettings settings;
    private final Authentication authentication;

    AccountRoutes(SimulatorSettings settings, Authentication authentication) {
        this.settings = settings;
        this.authentication = authentication;
    }

    void addTo(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.VERSIONS, call -> versions());
        handlers.put(Endpoint.CAPABILITIES, this::capabilities);
        handlers.put(Endpoint.WHOAMI, this::whoami);
        handlers.put(Endpoint.REGISTER, this::register);
        handlers.put(Endpoint.GET_PROFILE, call -> Answer.ok(profiles(call).read(call.part("userId"))));
        handlers.put(
                Endpoint.GET_PROFILE_FIELD,
                call -> Answer.ok(profiles(call).readField(call.part("userId"), call.part("field"))));
        handlers.put(Endpoint.SET_PROFILE_FIELD, this::setProfileField);
        handlers.put(Endpoint.GET_ACCOUNT_DATA, AccountRoutes::getAccountData);
        handlers.put(Endpoint.SET_ACCOUNT_DATA, AccountRoutes::setAccountData);
    }

    private static Answer versions() {
        ObjectNode body = Json.object();
        for (int minor = 1; minor <= 12; minor++) {
            body.withArrayProperty("versions").add("v1." + minor);
        }
        body.putObject("unstable_features");
        return Answer.ok(body);
    }

    private Answer capabilities(Call call) {
        call.actor();
        ObjectNode body = Json.object();
        ObjectNode versions = body.putObject("capabilities").putObject("m.room_versions");
        versions.put("default", settings.defaultRoomVersion());
        versions.putObject("available").put("10", "stable").put("11", "stable").put("12", "stable");
        return Answer.ok(body);
    }

    private Answer whoami(Call call) {
        Actor actor = call.actor();
        ObjectNode body = Json.object().put("user_id", actor.userId()).put("is_guest", false);
        actor.device().ifPresent(device -> body.put("device_id", device));
        return Answer.ok(body);
    }

    private Answer register(Call call) {
        ObjectNode body = call.body();
        Optional<String> token = call.token();
        boolean asAppservice = body.path("type").asText().equals("m.login.application_service");
        if (!asAppservice) {
            throw refusal(token);
        }
        JsonNode username = body.path("username");
        if (username.isMissingNode()) {
            throw MatrixError.unknown(400, "Desired Username is missing or not a string");
        }
        if (!username.isTextual()) {
            throw MatrixError.unknown(400, "Invalid username");
        }
        if (token.isEmpty()) {
            throw MatrixError.unknown(
                    400, "Appservice token must be provided when using a type of m.login.application_service");
        }
        Appservice service = authentication
                .appservice(token.get())
                .orElseThrow(() -> MatrixError.unknownToken("Unrecognised access token"));
        String user = settings.userId(username.asText());
        if (!service.mayActAs(user) && !user.equals(settings.userId(service.senderLocalpart()))) {
            throw MatrixError.exclusive("Invalid user localpart for this application service.");
        }
        if (settings.logins().delegated() && !body.path("inhibit_login").asBoolean()) {
            throw new MatrixError(
                    400,
                    "IO.ELEMENT.MSC4190.M_APPSERVICE_LOGIN_UNSUPPORTED",
                    "This server uses OAuth2, so the inhibit_login parameter must be set to true for appservice"
                            + " registrations.");
        }
        call.database().accounts().register(user);
        return Answer.ok(session(call, user, body));
    }

    private static MatrixError refusal(Optional<String> token) {
        return token.isPresent()
                ? MatrixError.unknown(
                        400,
                        "An access token should not be provided on requests to /register (except if type is"
                                + " m.login.application_service)")
                : MatrixError.forbidden("Registration has been disabled");
    }

    private ObjectNode session(Call call, String user, ObjectNode body) {
        ObjectNode answer = Json.object().put("user_id", user).put("home_server", settings.serverName());
        if (!body.path("inhibit_login").asBoolean()) {
            String device = body.path("device_id").asText(RandomIds.device());
            String token = call.database()
                    .accounts()
                    .sessions()
                    .open(Sessions.Session.of(user, device, settings.logins().other()));
            answer.put("access_token", token).put("device_id", device);
        }
        return answer;
    }

    private Profiles profiles(Call call) {
        return new Profiles(call.database(), settings);
    }

    private Answer setProfileField(Call call) {
        profiles(call).write(call.actor(), call.part("userId"), call.part("field"), call.body());
        return Answer.ok();
    }

    private static Answer getAccountData(Call call) {
        String user = own(call, "Cannot get account data for other users.");
        return Answer.ok(call.database()
                .accounts()
                .data(user, call.part("type"))
                .orElseThrow(() -> MatrixError.notFound("Account data not found")));
    }

    private static Answer setAccountData(Call call) {
        String user = own(call, "Cannot add account data for other users.");
        call.database().accounts().keep(user, call.part("type"), call.body());
        return Answer.ok();
    }

    private static String own(Call call, String refusal) {
        String user = call.actor().userId();
        if (!user.equals(call.part("userId"))) {
            throw MatrixError.forbidden(refusal);
        }
        return user;
    }
}
