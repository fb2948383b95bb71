package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Login by password, refresh and logout; none of them where logging in is delegated. */
final class LoginRoutes {
    private static final List<Endpoint> OF_LOGIN = List.of(
            Endpoint.LOGIN_FLOWS,
            Endpoint.LOGIN,
            Endpoint.REFRESH,
            Endpoint.LOGOUT,
            Endpoint.LOGOUT_ALL,
            Endpoint.ADMIN_NONCE,
            Endpoint.ADMIN_REGISTER,
            Endpoint.ADMIN_LOGIN_AS);

    private final SimulatorSettings settings;
    private final LoginLimit limit;

    LoginRoutes(SimulatorSettings settings) {
        this.settings = settings;
        this.limit = new LoginLimit(settings.logins().limit());
    }

    /** Comes last: it takes away what others have put where logging in is delegated. */
    void addTo(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.LOGIN_FLOWS, call -> flows());
        handlers.put(Endpoint.LOGIN, this::login);
        handlers.put(Endpoint.REFRESH, this::refresh);
        handlers.put(Endpoint.LOGOUT, LoginRoutes::logout);
        handlers.put(Endpoint.LOGOUT_ALL, LoginRoutes::logoutAll);
        if (settings.logins().delegated()) {
            OF_LOGIN.forEach(endpoint -> handlers.put(endpoint, call -> {
                throw new MatrixError(404, "M_UNRECOGNIZED", "Unrecognized request");
            }));
        }
    }

    private static Answer flows() {
        ObjectNode body = Json.object();
        body.putArray("flows").addObject().put("type", "m.login.password");
        body.withArrayProperty("flows").addObject().put("type", "m.login.application_service");
        return Answer.ok(body);
    }

    private Answer login(Call call) {
        ObjectNode body = call.body();
        if (!body.path("type").asText().equals("m.login.password")) {
            throw MatrixError.invalidParam("Invalid login submission");
        }
        Optional<Answer> tooMany = limit.take();
        return tooMany.orElseGet(() -> Answer.ok(session(call, account(call, body), body)));
    }

    private Account account(Call call, ObjectNode body) {
        String user = body.path("identifier").path("user").asText();
        Account account = call.database()
                .accounts()
                .find(user.startsWith("@") ? user : settings.userId(user))
                .filter(found -> !found.isDeactivated())
                .filter(found -> found.hasPassword(body.path("password").asText()))
                .orElseThrow(() -> MatrixError.forbidden("Invalid username or password"));
        if (account.isLocked()) {
            throw MatrixError.userLocked();
        }
        return account;
    }

    private ObjectNode session(Call call, Account account, ObjectNode body) {
        JsonNode wanted = body.path("device_id");
        String device = wanted.isTextual() ? wanted.asText() : RandomIds.device();
        Sessions sessions = call.database().accounts().sessions();
        ObjectNode answer = Json.object().put("user_id", account.id()).put("home_server", settings.serverName());
        answer.put("device_id", device);
        if (body.path("refresh_token").asBoolean()) {
            return describe(answer, sessions.openRefreshable(account.id(), device, settings.logins()));
        }
        Optional<Duration> lifetime = settings.logins().other();
        lifetime.ifPresent(time -> answer.put("expires_in_ms", time.toMillis()));
        return answer.put("access_token", sessions.open(Sessions.Session.of(account.id(), device, lifetime)));
    }

    private Answer refresh(Call call) {
        String token = Call.required(call.body(), "refresh_token");
        Sessions.Pair pair = call.database().accounts().sessions().refresh(token, settings.logins());
        return Answer.ok(describe(Json.object(), pair));
    }

    private ObjectNode describe(ObjectNode answer, Sessions.Pair pair) {
        return answer.put("access_token", pair.access())
                .put("refresh_token", pair.refresh())
                .put("expires_in_ms", settings.logins().refreshable().toMillis());
    }

    private static Answer logout(Call call) {
        if (call.actorLeaving().appservice().isPresent()) {
            throw MatrixError.unknown(401, "Unrecognised access token");
        }
        call.database().accounts().sessions().close(call.token().orElseThrow());
        return Answer.ok();
    }

    private static Answer logoutAll(Call call) {
        call.database().accounts().sessions().closeAll(call.actorLeaving().userId());
        return Answer.ok();
    }
}
