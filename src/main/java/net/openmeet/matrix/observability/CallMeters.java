package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import net.openmeet.matrix.homeserver.CallError;
import net.openmeet.matrix.homeserver.CallListener;
import net.openmeet.matrix.homeserver.Errcodes;

/** Counts and times every attempt at a call, those of repairs and watches among them. Safe for use by several threads. */
final class CallMeters implements CallListener {
    /** From a look-up on a quiet homeserver (2 ms) to the longest call timeout (30 s). */
    private static final Duration[] BUCKETS = IntStream.of(
                    10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 15_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<Key, Timer> calls = new ConcurrentHashMap<>();
    private final CounterFamily answers;
    private final CounterFamily errors;

    private record Key(String tenant, String route, Sender sender) {}

    CallMeters(MeterRegistry registry) {
        this.registry = registry;
        answers = new CounterFamily(
                registry,
                "answers",
                "Attempts at requests to homeservers, by how they ended",
                "tenant",
                "route",
                "sender",
                "status",
                "errcode");
        errors = new CounterFamily(
                registry, "call.errors", "Attempts that ended in an error, by what kind", "tenant", "what");
    }

    /** A tenant's numbers are there from the start, at 0. */
    void watch(String tenant) {
        for (CallError error : CallError.values()) {
            errors.zero(tenant, error.word());
        }
    }

    @Override
    public void ended(Attempt attempt) {
        timer(new Key(attempt.tenant(), attempt.route(), attempt.sender())).record(attempt.took());
        answers.count(
                attempt.tenant(),
                attempt.route(),
                word(attempt.sender()),
                Statuses.label(attempt.status()),
                Errcodes.label(attempt.errcode()));
        attempt.error().ifPresent(error -> errors.count(attempt.tenant(), error.word()));
    }

    private Timer timer(Key key) {
        return calls.computeIfAbsent(
                key,
                its -> Timer.builder(Meters.PREFIX + "calls")
                        .tags("tenant", its.tenant(), "route", its.route(), "sender", word(its.sender()))
                        .description("Requests to homeservers: every attempt, whatever came of it")
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry));
    }

    private static String word(Sender sender) {
        return sender.name().toLowerCase(Locale.ROOT);
    }
}
