package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.openmeet.matrix.execution.Observer;
import net.openmeet.matrix.room.WaitReason;
import net.openmeet.matrix.room.WaitReason.Turn;

/**
 * Shows how many lanes wait, for what and how long, over all tasks of this process. Over several instances counts add up, and the oldest is
 * the greatest of them. Told on stream threads, read by whoever scrapes.
 */
final class LaneGauges {
    private static final List<Boolean> BOTH = List.of(false, true);

    private final InstantSource clock;
    private final Map<String, Queue> byTask = new ConcurrentHashMap<>();

    private record Queue(int unconverged, List<Observer.Waits> waiting) {}

    LaneGauges(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        Gauge.builder(Meters.PREFIX + "lanes.unconverged", this, LaneGauges::unconverged)
                .description("Rooms and accounts that aren't yet as OpenMeet says")
                .register(registry);
        Stream.concat(
                        Stream.of(Optional.<WaitReason>empty()),
                        Arrays.stream(WaitReason.values()).map(Optional::of))
                .forEach(reason -> {
                    waiting(reason, registry);
                    BOTH.forEach(backfill -> oldest(reason, backfill, registry));
                });
    }

    private void waiting(Optional<WaitReason> reason, MeterRegistry registry) {
        Gauge.builder(Meters.PREFIX + "lanes.waiting", this, its -> its.count(reason))
                .tags("reason", word(reason), "turn", turn(reason))
                .description(
                        "Rooms and accounts that aren't yet as OpenMeet says, by what they wait for and whose turn it is")
                .register(registry);
    }

    private void oldest(Optional<WaitReason> reason, boolean backfill, MeterRegistry registry) {
        Gauge.builder(Meters.PREFIX + "oldest.unapplied", this, its -> its.oldest(reason, backfill))
                .tags("reason", word(reason), "turn", turn(reason), "work", backfill ? "backfill" : "live")
                .baseUnit("seconds")
                .description("Since when the oldest of them waits, from the timestamp of the record that told it")
                .register(registry);
    }

    void told(String task, int unconverged, List<Observer.Waits> waiting) {
        byTask.put(task, new Queue(unconverged, List.copyOf(waiting)));
    }

    void closed(String task) {
        byTask.remove(task);
    }

    int unconverged() {
        return byTask.values().stream().mapToInt(Queue::unconverged).sum();
    }

    /** How many wait for what and how long, ours first. */
    Map<String, Map<String, HealthReport.Waiting>> byTurn() {
        Map<String, Map<String, HealthReport.Waiting>> turns = new TreeMap<>(Comparator.reverseOrder());
        Arrays.stream(Turn.values()).forEach(turn -> turns.put(word(turn), new TreeMap<>()));
        Instant now = clock.instant();
        waiting()
                .forEach(its -> turns.getOrDefault(turn(its.reason()), new TreeMap<>())
                        .merge(
                                word(its.reason()),
                                new HealthReport.Waiting(
                                        its.lanes(), age(its, now).toSeconds()),
                                (one, other) -> new HealthReport.Waiting(
                                        one.lanes() + other.lanes(),
                                        Math.max(one.oldestSeconds(), other.oldestSeconds()))));
        return turns;
    }

    private double count(Optional<WaitReason> reason) {
        return waiting()
                .filter(its -> its.reason().equals(reason))
                .mapToInt(Observer.Waits::lanes)
                .sum();
    }

    private double oldest(Optional<WaitReason> reason, boolean backfill) {
        Instant now = clock.instant();
        return waiting()
                .filter(its -> its.reason().equals(reason) && its.backfill() == backfill)
                .mapToDouble(its -> age(its, now).toMillis() / 1000.0)
                .max()
                .orElse(0);
    }

    private Stream<Observer.Waits> waiting() {
        return byTask.values().stream().flatMap(queue -> queue.waiting().stream());
    }

    /** What is only looked at once more has a time ahead. */
    private static Duration age(Observer.Waits waits, Instant now) {
        return waits.oldest().isAfter(now) ? Duration.ZERO : Duration.between(waits.oldest(), now);
    }

    private static String word(Turn turn) {
        return turn.name().toLowerCase(Locale.ROOT);
    }

    private static String word(Optional<WaitReason> reason) {
        return reason.map(WaitReason::word).orElse("due");
    }

    private static String turn(Optional<WaitReason> reason) {
        return word(reason.map(WaitReason::turn).orElse(Turn.OURS));
    }
}
