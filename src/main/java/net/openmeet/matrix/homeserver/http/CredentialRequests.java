package net.openmeet.matrix.homeserver.http;

import static net.openmeet.matrix.homeserver.http.CallRequest.get;
import static net.openmeet.matrix.homeserver.http.CallRequest.post;
import static net.openmeet.matrix.homeserver.http.CallRequest.put;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.SecretText;

/** Turns each call of a repair into its one request. */
final class CredentialRequests {
    private static final String CLIENT = "/_matrix/client/v3";
    private static final String USER = "/_synapse/admin/v2/users/{user}";

    private CredentialRequests() {}

    static CallRequest of(MatrixCall.OfCredential call) {
        return switch (call) {
            case MatrixCall.LoginPassword it ->
                post(login(it), CLIENT + "/login").withoutToken();
            case MatrixCall.LoginAs it ->
                post(
                                body().put("valid_until_ms", it.validUntil().toEpochMilli()),
                                "/_synapse/admin/v1/users/{user}/login",
                                it.user())
                        .asAdmin();
            case MatrixCall.Refresh it ->
                post(body().put("refresh_token", it.refreshToken().reveal()), CLIENT + "/refresh")
                        .withoutToken();
            case MatrixCall.Logout it -> post(body(), CLIENT + "/logout").with(it.token());
            case MatrixCall.WhoAmIWith it -> get(CLIENT + "/account/whoami").with(it.token());
            case MatrixCall.ReadUser it -> get(USER, it.user()).asAdmin();
            case MatrixCall.MakeUser it -> put(body(), USER, it.user()).asAdmin();
            case MatrixCall.LoginFlows ignored -> get(CLIENT + "/login").withoutToken();
        };
    }

    /** What of {@code call} must not come back in a text. */
    static Optional<SecretText> secret(MatrixCall call) {
        return switch (call) {
            case MatrixCall.LoginPassword it -> Optional.of(it.password());
            case MatrixCall.Refresh it -> Optional.of(it.refreshToken());
            case MatrixCall.Logout it -> Optional.of(it.token());
            case MatrixCall.WhoAmIWith it -> Optional.of(it.token());
            default -> Optional.empty();
        };
    }

    private static ObjectNode login(MatrixCall.LoginPassword call) {
        ObjectNode body = body().put("type", "m.login.password");
        body.putObject("identifier")
                .put("type", "m.id.user")
                .put("user", call.user().toString());
        return body.put("password", call.password().reveal())
                .put("device_id", call.deviceId())
                .put("refresh_token", true);
    }

    private static ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }
}
