package net.openmeet.matrix.homeserver.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.SentWith;
import net.openmeet.matrix.json.Json;
import okhttp3.Response;

/** Reads an answer to its end. What can't be read, or isn't what the call asked for, proves nothing and is lost. */
final class AnswerReader {
    /** The largest answer seen but for a room's state is a few kB. */
    static final long LARGEST = 1 << 20;
    /** A room of 10,000 members is 5 MB. */
    static final long LARGEST_STATE = 64 << 20;

    private static final ObjectReader WHOLE =
            Json.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** A metric's label is made of it, so what isn't like one is none. */
    private static final Pattern ERRCODE = Pattern.compile("[A-Za-z0-9_.]{1,100}");

    private AnswerReader() {}

    /** Never throws an {@link IOException}: that is an answer lost. */
    static Answer read(MatrixCall call, Response response, Optional<SentWith> sentWith) {
        List<String> secrets = secrets(call, response);
        try {
            if (!response.isSuccessful()) {
                return refusal(response, secrets, sentWith);
            }
            return call instanceof MatrixCall.ReadRoom
                    ? new Answer.Good(RoomStateReader.read(body(response, LARGEST_STATE)))
                    : new Answer.Good(SeenReader.read(
                            call,
                            object(response),
                            response.code(),
                            Instant.ofEpochMilli(response.sentRequestAtMillis())));
        } catch (IOException e) {
            // What can't be parsed may be a token.
            return new Answer.Lost(
                    call instanceof MatrixCall.OfCredential
                            ? e.getClass().getSimpleName()
                            : Failures.describe(e, secrets));
        }
    }

    /** What no text may show: the token, and what the call itself carries. */
    private static List<String> secrets(MatrixCall call, Response response) {
        return Stream.concat(
                        Stream.of(Credentials.of(response.request())),
                        CredentialRequests.secret(call).map(SecretText::reveal).stream())
                .filter(secret -> !secret.isEmpty())
                .toList();
    }

    private static Answer refusal(Response response, List<String> secrets, Optional<SentWith> sentWith)
            throws IOException {
        byte[] bytes = body(response, LARGEST).readAllBytes();
        JsonNode json = jsonOrMissing(bytes);
        JsonNode millis = json.path("retry_after_ms");
        Optional<String> errcode = Optional.of(json.path("errcode").asText())
                .filter(code -> ERRCODE.matcher(code).matches());
        String error = json.path("error").asText(response.message());
        return new Answer.Refusal(
                response.code(),
                errcode,
                Redaction.clean(error, secrets),
                RetryAfter.of(
                        response.headers(),
                        millis.isNumber() ? OptionalLong.of(millis.asLong()) : OptionalLong.empty(),
                        Instant.now()),
                json.path("soft_logout").asBoolean(false),
                sentWith);
    }

    /** Proxies answer in HTML. */
    private static JsonNode jsonOrMissing(byte[] bytes) {
        try {
            return WHOLE.readTree(bytes);
        } catch (IOException e) {
            return Json.mapper().missingNode();
        }
    }

    private static ObjectNode object(Response response) throws IOException {
        JsonNode json = WHOLE.readTree(body(response, LARGEST));
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new UnexpectedAnswerException("not a JSON object");
    }

    private static CappedStream body(Response response, long most) {
        return new CappedStream(response.body().byteStream(), most);
    }
}
