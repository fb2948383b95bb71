package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The latency that people feel, and that the service level objective is about. Safe for use by several threads. */
final class AppliedMeters {
    /** A minute is the objective; below 300 ms nothing new can be, a new room waits so long for its members. */
    static final Duration[] BUCKETS = Stream.of(
                    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 900_000,
                    3_600_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Map<Change, Timer> timers;

    private record Change(String slot, boolean outage) {}

    AppliedMeters(MeterRegistry registry) {
        timers = Stream.of("room", "member", "account")
                .flatMap(slot -> Stream.of(false, true).map(outage -> new Change(slot, outage)))
                .collect(Collectors.toMap(change -> change, change -> timer(change, registry)));
    }

    private static Timer timer(Change change, MeterRegistry registry) {
        return Timer.builder(Meters.PREFIX + "applied")
                .tags("slot", change.slot(), "homeserver", change.outage() ? "out" : "up")
                .description(
                        "From the timestamp of a live event's record until it was true at the homeserver; what waited for"
                                + " OpenMeet counts from when it no longer did")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    void applied(String slot, Duration took, boolean outage) {
        Objects.requireNonNull(timers.get(new Change(slot, outage)), slot).record(took);
    }
}
