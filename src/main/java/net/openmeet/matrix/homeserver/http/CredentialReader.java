package net.openmeet.matrix.homeserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.Seen;

/** What the body of a good answer shows, by the call of a repair it answers. */
final class CredentialReader {
    /** A hundred years: no clock overflows with it. */
    private static final long LONGEST_MILLIS = 100L * 365 * 24 * 3600 * 1000;

    private CredentialReader() {}

    /** @param askedAt from when a token's life is counted: when it began at the latest, were clocks equal */
    static Seen read(MatrixCall.OfCredential call, ObjectNode body, int status, Instant askedAt)
            throws UnexpectedAnswerException {
        return switch (call) {
            case MatrixCall.LoginPassword ignored -> token(body, expiry(body, askedAt));
            case MatrixCall.LoginAs it -> token(body, Optional.of(it.validUntil()));
            case MatrixCall.Refresh ignored -> token(body, expiry(body, askedAt));
            case MatrixCall.Logout ignored -> new Seen.Done();
            case MatrixCall.WhoAmIWith ignored -> SeenReader.self(SeenReader.text(body, "user_id"));
            case MatrixCall.ReadUser it -> account(it, body);
            case MatrixCall.MakeUser ignored -> new Seen.AccountMade(status == 201);
            case MatrixCall.LoginFlows ignored -> flows(body);
        };
    }

    private static Seen token(ObjectNode body, Optional<Instant> expiresAt) throws UnexpectedAnswerException {
        return new Seen.Token(
                SecretText.of(SeenReader.text(body, "access_token")),
                EventParts.text(body.path("refresh_token")).map(SecretText::of),
                expiresAt,
                EventParts.text(body.path("device_id")));
    }

    private static Optional<Instant> expiry(ObjectNode body, Instant askedAt) {
        JsonNode millis = body.path("expires_in_ms");
        return millis.isIntegralNumber() && millis.canConvertToLong()
                ? Optional.of(askedAt.plusMillis(Math.clamp(millis.longValue(), 0, LONGEST_MILLIS)))
                : Optional.empty();
    }

    private static Seen account(MatrixCall.ReadUser call, ObjectNode body) throws UnexpectedAnswerException {
        if (!SeenReader.text(body, "name").equals(call.user().toString())) {
            throw new UnexpectedAnswerException("about somebody else");
        }
        return new Seen.Account(
                call.user(),
                flag(body, "admin"),
                flag(body, "deactivated"),
                flag(body, "locked"),
                flag(body, "suspended"));
    }

    /** Older versions leave out what they don't have. */
    private static boolean flag(ObjectNode body, String field) {
        return body.path(field).asBoolean(false);
    }

    /**
     * A proxy in front may ask the authentication service itself, which says so.
     *
     * @see <a href="https://spec.matrix.org/v1.15/client-server-api/#get_matrixclientv3login">Matrix specification, login flows</a>
     */
    private static boolean isDelegated(JsonNode flow) {
        return flow.path("oauth_aware_preferred").asBoolean(false)
                || flow.path("org.matrix.msc3824.delegated_oidc_compatibility").asBoolean(false);
    }

    private static Seen flows(ObjectNode body) throws UnexpectedAnswerException {
        JsonNode flows = body.path("flows");
        if (!flows.isArray()) {
            throw new UnexpectedAnswerException("without flows");
        }
        if (StreamSupport.stream(flows.spliterator(), false).anyMatch(CredentialReader::isDelegated)) {
            return new Seen.Absent();
        }
        return new Seen.Flows(StreamSupport.stream(flows.spliterator(), false)
                .flatMap(flow -> EventParts.text(flow.path("type")).stream())
                .toList());
    }
}
