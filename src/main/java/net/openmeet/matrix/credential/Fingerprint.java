package net.openmeet.matrix.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells two tokens apart without holding them: 64 bits of an HMAC keyed with the tenant and server name. It says nothing of a token
 * that can't be guessed, as those of application services are.
 */
public final class Fingerprint {
    private static final String MAC = "HmacSHA256";
    private static final int BYTES = 8;

    private Fingerprint() {}

    /** The fingerprint of {@code token}, sixteen hexadecimal digits. */
    public static String of(String token, String tenant, String server) {
        try {
            Mac mac = Mac.getInstance(MAC);
            String key = "openmeet-matrix fingerprint " + tenant + " " + server;
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), MAC));
            return HexFormat.of().formatHex(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)), 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HMAC-SHA-256", e);
        }
    }
}
