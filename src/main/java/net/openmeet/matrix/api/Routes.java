package net.openmeet.matrix.api;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** The API as HTTP routes. */
public final class Routes implements HttpService {
    private final LaneApi lanes;

    public Routes(LaneApi lanes) {
        this.lanes = lanes;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(
                        Question.LANES + "{tenant}/{kind}/{id}",
                        (request, response) -> answer(request, response, Question.Aspect.STATE))
                .get(
                        Question.LANES + "{tenant}/{kind}/{id}/difference",
                        (request, response) -> answer(request, response, Question.Aspect.DIFFERENCE));
    }

    private void answer(ServerRequest request, ServerResponse response, Question.Aspect aspect) {
        Answer answer = lanes.answer(
                request.headers().first(HeaderNames.AUTHORIZATION),
                request.headers().contains(HeaderNames.create(Peers.FORWARDED)),
                () -> Question.read(
                        aspect,
                        name -> request.path().pathParameters().get(name),
                        name -> request.query().first(name).asOptional()));
        response.status(Status.create(answer.status()))
                .header("Content-Type", "application/json")
                .header("Cache-Control", "no-store");
        if (answer.status() == 401) {
            response.header("WWW-Authenticate", "Bearer");
        }
        answer.retryAfter().ifPresent(seconds -> response.header("Retry-After", Integer.toString(seconds)));
        response.send(answer.json());
    }
}
