package net.openmeet.matrix.api;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import net.openmeet.matrix.config.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for the token. Without one configured nobody is let in. Safe for any thread. */
final class Gatekeeper {
    private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);
    private static final String SCHEME = "Bearer ";

    private final Optional<Secret> token;

    Gatekeeper(Optional<Secret> token) {
        this.token = token;
    }

    /** Returns if {@code authorization}, the header, has the token as it is now.
     *
     * @throws RefusedException if not
     */
    void check(Optional<String> authorization) {
        String expected = token();
        String given = authorization
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip())
                .orElseThrow(
                        () -> RefusedException.of(401, "no-token", "expected Authorization: Bearer and the token"));
        if (!MessageDigest.isEqual(digest(expected), digest(given))) {
            throw RefusedException.of(
                    401, "wrong-token", "that is not the token of http.api-token (OPENMEET_API_TOKEN)");
        }
    }

    /** The token as it is now, for a question that is passed on. */
    String token() {
        Secret secret = token.orElseThrow(() -> RefusedException.of(
                403,
                "api-off",
                "the API is off: http.api-token (OPENMEET_API_TOKEN) is not set where this instance runs"));
        try {
            return secret.read();
        } catch (UncheckedIOException e) {
            LOG.warn("The API lets nobody in: {}", e.getMessage());
            throw RefusedException.notYet("this instance can't read the file with its token");
        }
    }

    /** Of one length, so that the time of a comparison says nothing of it. */
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
