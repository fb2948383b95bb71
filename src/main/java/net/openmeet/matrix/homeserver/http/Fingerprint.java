package net.openmeet.matrix.homeserver.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names a token that somebody else numbers: equal for equal tokens in every instance, and of no use to who wants the token. Keyed by
 * the token itself, because instances share no other key where no token is kept.
 */
final class Fingerprint {
    /** Of no token at all. */
    static final long NONE = 0;

    private static final String MAC = "HmacSHA256";
    private static final byte[] PURPOSE = "net.openmeet.matrix generation".getBytes(StandardCharsets.UTF_8);

    private Fingerprint() {}

    /** Positive, or {@link #NONE} for an empty token. */
    static long of(String token) {
        if (token.isEmpty()) {
            return NONE;
        }
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), MAC));
            long bits = ByteBuffer.wrap(mac.doFinal(PURPOSE)).getLong() & Long.MAX_VALUE;
            return Math.max(bits, 1);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + MAC, e);
        }
    }
}
