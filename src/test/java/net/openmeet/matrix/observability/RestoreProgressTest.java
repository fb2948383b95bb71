package net.openmeet.matrix.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.topology.Stores;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** How far stores are restored adds up over their partitions, and is gone when the last of them is done or given away. */
class RestoreProgressTest {
    private static final TopicPartition ONE = new TopicPartition("lanes-changelog", 1);
    private static final TopicPartition TWO = new TopicPartition("lanes-changelog", 2);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-03-02T10:00:00Z");
    private final RestoreProgress progress = new RestoreProgress(registry, () -> now);

    @Test
    void addsUpWhatIsLeft() {
        // given
        progress.onRestoreStart(ONE, Stores.LANES, 100, 1_100);
        now = now.plusSeconds(5);
        progress.onRestoreStart(TWO, Stores.LANES, 0, 500);

        // when
        progress.onBatchRestored(ONE, Stores.LANES, 500, 400);

        // then
        assertThat(progress.now()).contains(new RestoreProgress.Restoring(now.minusSeconds(5), 2, 1_100, 1_500));
        assertThat(remaining(Stores.LANES)).isEqualTo(1_100);
        assertThat(remaining(Stores.PERSONS)).isZero();
        assertThat(registry.get("openmeet.matrix.restore").gauge().value()).isEqualTo(5);
    }

    @Test
    void isOverWhenTheLastIsDoneOrGivenAway() {
        // given
        progress.onRestoreStart(ONE, Stores.LANES, 0, 10);
        progress.onRestoreStart(TWO, Stores.LANES, 0, 10);

        // when
        progress.onRestoreEnd(ONE, Stores.LANES, 10);
        progress.onRestoreSuspended(TWO, Stores.LANES, 3);

        // then
        assertThat(progress.now()).isEqualTo(Optional.empty());
        assertThat(remaining(Stores.LANES)).isZero();
        assertThat(registry.get("openmeet.matrix.restore").gauge().value()).isZero();
    }

    private double remaining(String store) {
        return registry.get("openmeet.matrix.restore.remaining.records")
                .tag("store", store)
                .gauge()
                .value();
    }
}
