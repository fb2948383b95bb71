package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What became of a canary's songs, in the instance that sings: the lane they are about is driven there, too. Told by a stream thread and by
 * the canary's own, read by whoever scrapes.
 */
final class CanaryMeters {
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Timer latency;
    private final Counter unpublished;
    private final Counter late;
    private volatile Optional<Instant> lastHeard = Optional.empty();
    /** The canary's own thread's. */
    private Optional<Meter> shown = Optional.empty();

    CanaryMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        latency = Timer.builder(Meters.PREFIX + "canary")
                .description("From the timestamp of a canary's event until its room said so")
                .serviceLevelObjectives(AppliedMeters.BUCKETS)
                .register(registry);
        unpublished = failures("publish");
        late = failures("late");
    }

    private Counter failures(String reason) {
        return Counter.builder(Meters.PREFIX + "canary.failures")
                .tag("reason", reason)
                .description("Songs of a canary that couldn't be published, or weren't heard before the next was due")
                .register(registry);
    }

    /** The room says so. */
    void heard(Duration took) {
        latency.record(took);
        lastHeard = Optional.of(clock.instant());
    }

    /** When one was last heard, if one was. */
    Optional<Instant> lastHeard() {
        return lastHeard;
    }

    void unpublished() {
        unpublished.increment();
    }

    void late() {
        late.increment();
    }

    /** This instance sings. */
    void sings() {
        if (shown.isEmpty()) {
            lastHeard = Optional.of(clock.instant());
            shown = Optional.of(
                    Gauge.builder(Meters.PREFIX + "canary.last.success", this, CanaryMeters::lastHeardSeconds)
                            .baseUnit("seconds")
                            .description("When a canary was last heard, or began to sing, as a Unix time")
                            .register(registry));
        }
    }

    /** Another instance does from now on. */
    void rests() {
        shown.ifPresent(registry::remove);
        shown = Optional.empty();
        lastHeard = Optional.empty();
    }

    private double lastHeardSeconds() {
        return lastHeard.map(Instant::getEpochSecond).orElse(0L);
    }
}
