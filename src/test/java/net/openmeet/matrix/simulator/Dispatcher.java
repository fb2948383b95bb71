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
        Optional<Integer> status = fault.isEmpty()
                ? answer(exchange, execute(route, request, COMPLETE))
                : fail(exchange, route, fault.get());
        calls.ended(new ServedCall(
                route.endpoint(), arrived, actor, request.path(), status, request.header("traceparent")));
    }

    private Optional<Integer> fail(Exchange exchange, Router.Route route, ScriptedFault scripted)
            throws IOException, InterruptedException {
        WireRequest request = exchange.request();
        return switch (scripted.fault()) {
            case Fault.Refusal refusal ->
                answer(exchange, new Answer(refusal.status(), refusal.body(), refusal.headers()));
            case Fault.Delay delay -> {
                Thread.sleep(delay.time());
                yield answer(exchange, execute(route, request, COMPLETE));
            }
            case Fault.Hang hang -> hang(exchange, route, scripted, hang.effectFirst());
            case Fault.Reset reset -> {
                if (reset.effectFirst()) {
                    execute(route, request, COMPLETE);
                }
                yield reset(exchange);
            }
            case Fault.LateEffect late -> {
                scripted.onRelease(() -> execute(route, request, COMPLETE));
                yield reset(exchange);
            }
            case Fault.TruncatedAnswer truncated -> {
                exchange.sendTruncated(execute(route, request, COMPLETE));
                yield Optional.empty();
            }
            case Fault.HalfCreatedRoom half -> {
                execute(route, request, half.stage());
                yield reset(exchange);
            }
        };
    }

    private Optional<Integer> hang(Exchange exchange, Router.Route route, ScriptedFault scripted, boolean effectFirst)
            throws IOException, InterruptedException {
        if (effectFirst) {
            Answer answer = execute(route, exchange.request(), COMPLETE);
            scripted.awaitRelease();
            return answer(exchange, answer);
        }
        scripted.awaitRelease();
        return exchange.isConnected()
                ? answer(exchange, execute(route, exchange.request(), COMPLETE))
                : Optional.empty();
    }

    private static Optional<Integer> answer(Exchange exchange, Answer answer) throws IOException {
        exchange.send(answer);
        return Optional.of(answer.status());
    }

    private static Optional<Integer> reset(Exchange exchange) throws IOException {
        exchange.reset();
        return Optional.empty();
    }

    private Answer execute(Router.Route route, WireRequest request, CreationStage until) {
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
