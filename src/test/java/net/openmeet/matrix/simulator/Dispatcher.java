package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From an exchange to its answer: route, scripted fault, latency, handler. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final CreationStage COMPLETE = new CreationStage.Complete();

    private final Homeserver homeserver;
    private final Faults faults;
    private final CallLog calls;
    private final Router router = new Router();
    private final Authentication authentication;
    private final Map<Endpoint, Handler> handlers = new EnumMap<>(Endpoint.class);
    private volatile Function<Endpoint, Duration> latency = endpoint -> Duration.ZERO;

    Dispatcher(Homeserver homeserver, Faults faults, CallLog calls) {
        this.homeserver = homeserver;
        this.faults = faults;
        this.calls = calls;
        SimulatorSettings settings = homeserver.settings();
        this.authentication = new Authentication(settings, homeserver.asTokens());
        MembershipRoutes memberships = new MembershipRoutes(settings);
        handlers.put(Endpoint.HEALTH, call -> Answer.ok(TextNode.valueOf("OK")));
        new AccountRoutes(settings, authentication).addTo(handlers);
        new DirectoryRoutes(settings).addTo(handlers);
        new RoomRoutes(homeserver).addTo(handlers);
        memberships.addTo(handlers);
        new AdminRoutes(settings, memberships).addTo(handlers);
        new LoginRoutes(settings).addTo(handlers);
    }

    void delayBy(Function<Endpoint, Duration> time) {
        latency = time;
    }

    void serve(Exchange exchange) throws IOException, InterruptedException {
        WireRequest request = exchange.request();
        Instant arrived = Instant.now();
        Router.Route route;
        try {
            route = router.find(request.method(), request.path());
        } catch (MatrixError unknown) {
            exchange.send(unknown.answer());
            return;
        }
        Optional<String> actor = homeserver.within(database -> authentication.claimed(request, database));
        calls.arrived(route.endpoint());
        Duration delay = latency.apply(route.endpoint());
        if (!delay.isZero()) {
            Thread.sleep(delay);
        }
        Optional<ScriptedFault> fault = faults.isEmpty()
                ? Optional.empty()
                : faults.strike(route.endpoint(), actor, Router.decode(request.path()));
        Visit visit = new Visit(exchange, route, arrived, actor);
        if (fault.isEmpty()) {
            answer(visit, execute(visit, COMPLETE));
        } else {
            fail(visit, fault.get());
        }
    }

    /** A request on its way to an answer, or to none. */
    private record Visit(Exchange exchange, Router.Route route, Instant arrived, Optional<String> actor) {
        WireRequest request() {
            return exchange.request();
        }

        ServedCall ended(Optional<Integer> status) {
            return new ServedCall(
                    route.endpoint(),
                    arrived,
                    actor,
                    request().path(),
                    status,
                    request().header("traceparent"));
        }
    }

    private void fail(Visit visit, ScriptedFault scripted) throws IOException, InterruptedException {
        switch (scripted.fault()) {
            case Fault.Refusal refusal ->
                answer(visit, new Answer(refusal.status(), refusal.body(), refusal.headers()));
            case Fault.Delay delay -> {
                Thread.sleep(delay.time());
                answer(visit, execute(visit, COMPLETE));
            }
            case Fault.Hang hang -> hang(visit, scripted, hang.effectFirst());
            case Fault.Reset reset -> {
                if (reset.effectFirst()) {
                    execute(visit, COMPLETE);
                }
                reset(visit);
            }
            case Fault.LateEffect late -> {
                scripted.onRelease(() -> execute(visit, COMPLETE));
                reset(visit);
            }
            case Fault.TruncatedAnswer truncated -> {
                Answer answer = execute(visit, COMPLETE);
                calls.ended(visit.ended(Optional.empty()));
                visit.exchange().sendTruncated(answer);
            }
            case Fault.HalfCreatedRoom half -> {
                execute(visit, half.stage());
                reset(visit);
            }
        }
    }

    private void hang(Visit visit, ScriptedFault scripted, boolean effectFirst)
            throws IOException, InterruptedException {
        if (effectFirst) {
            Answer answer = execute(visit, COMPLETE);
            scripted.awaitRelease();
            answer(visit, answer);
            return;
        }
        scripted.awaitRelease();
        if (visit.exchange().isConnected()) {
            answer(visit, execute(visit, COMPLETE));
        } else {
            calls.ended(visit.ended(Optional.empty()));
        }
    }

    /** Remembered first: who has the answer may look at, or clear, what was asked. */
    private void answer(Visit visit, Answer answer) throws IOException {
        calls.ended(visit.ended(Optional.of(answer.status())));
        visit.exchange().send(answer);
    }

    private void reset(Visit visit) throws IOException {
        calls.ended(visit.ended(Optional.empty()));
        visit.exchange().reset();
    }

    private Answer execute(Visit visit, CreationStage until) {
        Router.Route route = visit.route();
        WireRequest request = visit.request();
        Handler handler = Objects.requireNonNull(handlers.get(route.endpoint()));
        return homeserver.within(database -> {
            try {
                return handler.answer(new Call(request, route.parts(), authentication, database, until));
            } catch (MatrixError refused) {
                return refused.answer();
            } catch (RuntimeException unforeseen) { // Synapse, too, answers 500 to what its authors didn't foresee
                LOG.warn("The simulator can't handle {} {}", request.method(), request.path(), unforeseen);
                return MatrixError.internal().answer();
            }
        });
    }
}
