package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import net.openmeet.matrix.execution.CallGate;

/** Shows how each homeserver is used: tenants on one homeserver share its gate, so there is one series for each address. */
final class GateGauges {
    private static final String LABEL = "homeserver";

    private final MeterRegistry registry;
    private final Set<CallGate> watched = ConcurrentHashMap.newKeySet();

    GateGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(CallGate gate) {
        if (!watched.add(gate)) {
            return;
        }
        gauge(
                "calls.in.flight",
                gate,
                CallGate::inFlight,
                "Calls under way, and those granted that are about to be sent");
        gauge("calls.cap", gate, CallGate::cap, "How many may be: less than the most after timeouts, 429 or an outage");
        gauge("calls.cap.most", gate, CallGate::most, "What the cap grows back to");
        gauge("homeserver.up", gate, its -> its.isOut() ? 0 : 1, "0 while it is held to be out and all calls wait");
        gauge("senders.paused", gate, CallGate::pausedSenders, "Senders it asked to slow down that are still to do so");
        FunctionCounter.builder(Meters.PREFIX + "homeserver.outages", gate, CallGate::outages)
                .tag(LABEL, gate.name())
                .description("How often it was held to be out")
                .register(registry);
    }

    private void gauge(String name, CallGate gate, ToDoubleFunction<CallGate> value, String description) {
        Gauge.builder(Meters.PREFIX + name, gate, value)
                .tag(LABEL, gate.name())
                .description(description)
                .register(registry);
    }
}
