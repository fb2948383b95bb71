package net.openmeet.matrix.homeserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.CallListener.Sender;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.homeserver.http.CallTimeouts.Pace;
import net.openmeet.matrix.json.Json;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * A call as an HTTP request, before it has a token.
 *
 * @param template the path with placeholders, {@code /rooms/{room}/join}
 * @param arguments what stands in their place, in order, not yet percent-encoded
 * @param as the user it is done as: with their token, or with one that masquerades
 * @param own the token the call carries itself
 * @param wholeEvent whether a state event is asked for with its sender, not its content only
 */
record CallRequest(
        String method,
        String template,
        List<String> arguments,
        Optional<ObjectNode> body,
        Sender sender,
        Optional<UserId> as,
        Optional<SecretText> own,
        boolean wholeEvent,
        Pace pace) {

    private static final MediaType JSON = MediaType.get("application/json");

    static CallRequest get(String template, Object... arguments) {
        return plain("GET", template, Optional.empty(), arguments);
    }

    static CallRequest delete(String template, Object... arguments) {
        return plain("DELETE", template, Optional.empty(), arguments);
    }

    static CallRequest put(ObjectNode body, String template, Object... arguments) {
        return plain("PUT", template, Optional.of(body), arguments);
    }

    static CallRequest post(ObjectNode body, String template, Object... arguments) {
        return plain("POST", template, Optional.of(body), arguments);
    }

    private static CallRequest plain(String method, String template, Optional<ObjectNode> body, Object... arguments) {
        List<String> texts = Stream.of(arguments).map(Object::toString).toList();
        return new CallRequest(
                method, template, texts, body, Sender.BOT, Optional.empty(), Optional.empty(), false, Pace.USUAL);
    }

    CallRequest as(UserId user) {
        return by(Sender.USER, Optional.of(user), Optional.empty());
    }

    CallRequest asAdmin() {
        return by(Sender.ADMIN, Optional.empty(), Optional.empty());
    }

    CallRequest withoutToken() {
        return by(Sender.NOBODY, Optional.empty(), Optional.empty());
    }

    CallRequest with(SecretText token) {
        return by(Sender.NOBODY, Optional.empty(), Optional.of(token));
    }

    private CallRequest by(Sender who, Optional<UserId> user, Optional<SecretText> token) {
        return new CallRequest(method, template, arguments, body, who, user, token, wholeEvent, pace);
    }

    CallRequest withWholeEvent() {
        return new CallRequest(method, template, arguments, body, sender, as, own, true, pace);
    }

    CallRequest within(Pace longer) {
        return new CallRequest(method, template, arguments, body, sender, as, own, wholeEvent, longer);
    }

    /** Without the body, which may hold a password. */
    @Override
    public String toString() {
        return "CallRequest[" + route() + "]";
    }

    /** Method and template: what metrics may show. */
    String route() {
        return method + " " + template;
    }

    Request.Builder toHttp(HttpUrl base) {
        HttpUrl.Builder url = base.newBuilder();
        Iterator<String> next = arguments.iterator();
        for (String segment : template.substring(1).split("/", -1)) {
            // An argument's own slashes, '#' and '?' are encoded: aliases may contain them.
            url.addPathSegment(segment.startsWith("{") ? next.next() : segment);
        }
        if (wholeEvent) {
            url.addQueryParameter("format", "event");
        }
        var request = new Request.Builder().url(url.build());
        return body.isPresent()
                ? request.method(method, RequestBody.create(Json.write(body.get()), JSON))
                : request.method(method, null);
    }
}
