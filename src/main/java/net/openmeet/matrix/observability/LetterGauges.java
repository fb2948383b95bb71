package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.deadletter.LetterReasons;
import net.openmeet.matrix.deadletter.OpenLetters;
import net.openmeet.matrix.topology.Topics;

/**
 * Shows the dead letters nothing was done with, in the one instance that follows their topics: all others show no such series, so that
 * nobody counts a letter twice. Told by one thread, read by whoever scrapes.
 */
final class LetterGauges {
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final List<Meter> shown = new ArrayList<>();
    private volatile Counted counted = new Counted(Map.of(), Map.of());

    private record Kind(String topic, String reason) {}

    private record Counted(Map<Kind, Integer> open, Map<String, Instant> oldest) {}

    LetterGauges(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** They are as {@code letters} says. */
    void show(OpenLetters letters) {
        Map<Kind, Integer> open = new HashMap<>();
        Map<String, Instant> oldest = new HashMap<>();
        letters.forEach((id, at, reason) -> {
            LetterReasons topic = of(id.topic());
            open.merge(new Kind(topic.topic(), topic.label(reason)), 1, Integer::sum);
            oldest.merge(topic.topic(), at, (held, come) -> held.isBefore(come) ? held : come);
        });
        counted = new Counted(open, oldest);
        if (shown.isEmpty()) {
            LetterReasons.ofBoth().forEach(this::register);
        }
    }

    /** Another instance shows them from now on. */
    void hide() {
        shown.forEach(registry::remove);
        shown.clear();
    }

    private static LetterReasons of(String topic) {
        return topic.equals(Topics.OPERATIONS_DEAD_LETTER) ? LetterReasons.OPERATIONS : LetterReasons.DOMAIN_EVENTS;
    }

    private void register(LetterReasons topic) {
        for (String reason : topic.labels()) {
            Kind kind = new Kind(topic.topic(), reason);
            shown.add(Gauge.builder(
                            Meters.PREFIX + "dead.letters.open", this, its -> its.counted.open.getOrDefault(kind, 0))
                    .tags("topic", topic.topic(), "reason", reason)
                    .description("Dead letters that nobody replayed or discarded")
                    .register(registry));
        }
        shown.add(Gauge.builder(Meters.PREFIX + "dead.letters.oldest.open", this, its -> its.oldest(topic.topic()))
                .tags("topic", topic.topic())
                .baseUnit("seconds")
                .description("Age of the oldest of them, 0 if there is none")
                .register(registry));
    }

    private double oldest(String topic) {
        return Optional.ofNullable(counted.oldest.get(topic))
                .map(at -> Duration.between(at, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }
}
