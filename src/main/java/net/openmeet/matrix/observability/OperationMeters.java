package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.execution.RetryReason;
import net.openmeet.matrix.homeserver.CallName;
import net.openmeet.matrix.homeserver.Errcodes;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.OutcomeName;

/** Counts what the executor does to bring rooms and accounts to what OpenMeet says. Safe for use by several threads. */
final class OperationMeters {
    private final CounterFamily operations;
    private final CounterFamily retries;
    private final CounterFamily leftOut;
    private final Map<Kind, Timer> convergence = new EnumMap<>(Kind.class);

    OperationMeters(MeterRegistry registry) {
        operations = new CounterFamily(
                registry,
                "operations",
                "Calls for rooms and accounts, by what came of them",
                "kind",
                "outcome",
                "errcode");
        for (CallName call : CallName.ofLanes()) {
            for (OutcomeName outcome : OutcomeName.values()) {
                operations.zero(call.word(), outcome.word(), Errcodes.NONE);
            }
        }
        retries =
                new CounterFamily(registry, "retries", "Calls that are to be tried again, by why", "tenant", "reason");
        leftOut = new CounterFamily(registry, "commands.left.out", "Records on the commands topic that are none");
        leftOut.zero();
        for (Kind kind : Kind.values()) {
            convergence.put(
                    kind,
                    Timer.builder(Meters.PREFIX + "convergence")
                            .tag("kind", kind.word())
                            .description("From the first change of a room or account until it was as OpenMeet says")
                            .register(registry));
        }
    }

    /** A tenant's numbers are there from the start, at 0. */
    void watch(String tenant) {
        for (RetryReason reason : RetryReason.values()) {
            retries.zero(tenant, reason.word());
        }
    }

    void answered(MatrixCall call, Outcome outcome) {
        operations.count(
                CallName.of(call).word(), OutcomeName.of(outcome).word(), Errcodes.label(OutcomeName.errcode(outcome)));
    }

    void retried(String tenant, RetryReason reason) {
        retries.count(tenant, reason.word());
    }

    void leftOut() {
        leftOut.count();
    }

    void converged(Kind kind, Duration took) {
        Objects.requireNonNull(convergence.get(kind), "Expected a timer for each kind")
                .record(took);
    }
}
