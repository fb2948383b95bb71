package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.MeterRegistry;
import net.openmeet.matrix.event.Kind;

/** Counts facts that were older than what is known, of people and of lanes. Safe for use by several threads. */
final class StaleFacts {
    private final CounterFamily facts;

    StaleFacts(MeterRegistry registry) {
        facts = new CounterFamily(registry, "facts.stale", "Facts that were older than what is known", "kind");
        for (Kind kind : Kind.values()) {
            facts.zero(kind.word());
        }
    }

    void count(Kind kind) {
        facts.count(kind.word());
    }
}
