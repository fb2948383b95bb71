package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Registration with the shared secret: a nonce, then an HMAC over it and the wanted account. */
final class SharedSecretRegistration {
    private final SimulatorSettings settings;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();

    SharedSecretRegistration(SimulatorSettings settings) {
        this.settings = settings;
    }

    Answer nonce() {
        String nonce = RandomIds.nonce();
        nonces.add(nonce);
        return Answer.ok(Json.object().put("nonce", nonce));
    }

    Answer register(Call call) {
        ObjectNode body = call.body();
        String nonce = Call.required(body, "nonce");
        if (!nonces.remove(nonce)) {
            throw MatrixError.unknown(400, "unrecognised nonce");
        }
        String username = Call.required(body, "username");
        boolean admin = body.path("admin").asBoolean();
        String signed =
                String.join("\0", nonce, username, Call.required(body, "password"), admin ? "admin" : "notadmin");
        boolean isGenuine = MessageDigest.isEqual(
                mac(signed).getBytes(StandardCharsets.US_ASCII),
                Call.required(body, "mac").getBytes(StandardCharsets.UTF_8));
        if (!isGenuine) {
            throw MatrixError.unknown(403, "HMAC incorrect");
        }
        UserIds.requireUsualLocalpart(username);
        Account account = call.database().accounts().register(settings.userId(username));
        account.makeAdmin(admin);
        account.protectWith(Call.required(body, "password"));
        String device = RandomIds.device();
        String token = call.database()
                .accounts()
                .sessions()
                .open(Sessions.Session.of(
                        account.id(), device, settings.logins().other()));
        return Answer.ok(Json.object()
                .put("user_id", account.id())
                .put("home_server", settings.serverName())
                .put("access_token", token)
                .put("device_id", device));
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1"); // the algorithm Synapse asks for
            mac.init(new SecretKeySpec(settings.sharedSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }
}
