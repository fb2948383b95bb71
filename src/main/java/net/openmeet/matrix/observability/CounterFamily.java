package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counters of one name, told apart by their labels. Each is looked up in the registry once: counting is on the way of every event and
 * call. Safe for use by several threads.
 */
final class CounterFamily {
    private final MeterRegistry registry;
    private final String name;
    private final String description;
    private final List<String> labels;
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

    /** @param name without the prefix */
    CounterFamily(MeterRegistry registry, String name, String description, String... labels) {
        this.registry = registry;
        this.name = Meters.PREFIX + name;
        this.description = description;
        this.labels = List.of(labels);
    }

    /** Has the one with these labels' values exist at 0, so that its first increase is seen as one. */
    void zero(String... values) {
        of(values);
    }

    void count(String... values) {
        of(values).increment();
    }

    private Counter of(String... values) {
        return counters.computeIfAbsent(List.of(values), this::register);
    }

    private Counter register(List<String> values) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            tags.add(Tag.of(labels.get(i), values.get(i)));
        }
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
