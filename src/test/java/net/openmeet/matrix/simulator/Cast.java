package net.openmeet.matrix.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who acts in a contract's tests. Names are fresh each time: tests share one homeserver and must not meet. */
final class Cast {
    private final ContractSubject subject;

    Cast(ContractSubject subject) {
        this.subject = subject;
    }

    String fresh(String prefix) {
        return prefix + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    }

    String userId(String localpart) {
        return "@" + localpart + ":" + subject.serverName();
    }

    String alias(String localpart) {
        return "#" + localpart + ":" + subject.serverName();
    }

    Caller nobody() {
        return new Caller(subject.baseUrl(), "", Optional.empty(), Optional.empty());
    }

    Caller withToken(String token) {
        return new Caller(subject.baseUrl(), "", Optional.of(token), Optional.empty());
    }

    /** The application service itself. */
    Caller bot() {
        return new Caller(subject.baseUrl(), subject.bot(), Optional.of(subject.asToken()), Optional.empty());
    }

    /** The application service acting as this user, registered or not. */
    Caller actingAs(String userId) {
        return new Caller(subject.baseUrl(), userId, Optional.of(subject.asToken()), Optional.of(userId));
    }

    /** A fresh user, registered by the application service, which acts as them. */
    Caller person() {
        String localpart = fresh("person");
        bot().post(registration(localpart), "register").isOk();
        return actingAs(userId(localpart));
    }

    String registration(String localpart) {
        return """
                {"type":"m.login.application_service","username":"%s","inhibit_login":true}""".formatted(localpart);
    }

    /** A fresh user with a token of their own. */
    Caller user() {
        return registered(fresh("user"), false);
    }

    /** A fresh server admin. */
    Caller admin() {
        return registered(fresh("admin"), true);
    }

    private Caller registered(String localpart, boolean admin) {
        String nonce = nobody().adminGet("v1", "register").isOk().text("nonce");
        Reply reply = nobody().adminPost(
                        sharedSecretRegistration(nonce, localpart, admin, mac(nonce, localpart, admin)),
                        "v1",
                        "register")
                .isOk();
        return new Caller(
                subject.baseUrl(), userId(localpart), Optional.of(reply.text("access_token")), Optional.empty());
    }

    String sharedSecretRegistration(String nonce, String localpart, boolean admin, String mac) {
        return """
                {"nonce":"%s","username":"%s","password":"pw","admin":%b,"mac":"%s"}""".formatted(nonce, localpart, admin, mac);
    }

    String mac(String nonce, String localpart, boolean admin) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1"); // the algorithm Synapse asks for
            mac.init(new SecretKeySpec(subject.sharedSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            String text = String.join("\0", nonce, localpart, "pw", admin ? "admin" : "notadmin");
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    /** A room of the bot's, made with this body. */
    String room(String body) {
        return bot().post(body, "createRoom").isOk().text("room_id");
    }

    String publicRoom() {
        return room("""
                {"preset":"public_chat"}""");
    }

    String privateRoom() {
        return room("""
                {"preset":"private_chat"}""");
    }

    /** A private room of the bot's with this person in it. */
    String privateRoomWith(Caller person) {
        String roomId = privateRoom();
        bot().post(user(person.id()), "rooms", roomId, "invite").isOk();
        person.post("{}", "rooms", roomId, "join").isOk();
        return roomId;
    }

    /** The body of invite, kick, ban and unban. */
    String user(String userId) {
        return """
                {"user_id":"%s"}""".formatted(userId);
    }
}
