package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.MeterRegistry;
import net.openmeet.matrix.deadletter.LetterReasons;

/** Counts what is dead-lettered, by topic and reason. Safe for use by several threads. */
final class DeadLetterMeters {
    private final CounterFamily letters;

    DeadLetterMeters(MeterRegistry registry) {
        letters = new CounterFamily(registry, "dead.letters", "Dead letters written", "topic", "reason");
        for (LetterReasons topic : LetterReasons.ofBoth()) {
            topic.labels().forEach(reason -> letters.zero(topic.topic(), reason));
        }
    }

    void written(LetterReasons topic, String reason) {
        letters.count(topic.topic(), topic.label(reason));
    }
}
