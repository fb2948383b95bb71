package net.openmeet.matrix.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A backfill goes on only as fast as there is room for it, in its order, and none of it is lost or said twice. While there is room it isn't
 * held up at all.
 */
class ShelfTest {
    private final Valve.Measured valve = new Valve.Measured(2);
    private final List<Long> released = new ArrayList<>();
    private KeyValueStore<String, byte[]> store;
    private Shelf shelf;

    @BeforeEach
    void start() {
        store = org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore("shelf"),
                        Serdes.String(),
                        Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        shelf = new Shelf(store, valve);
    }

    private boolean holds(String topic, long offset) {
        LaneKey room = LaneKey.parse("ta/event/1");
        Origin origin = new Origin(
                topic,
                3,
                offset,
                Instant.EPOCH,
                Optional.empty(),
                Optional.of("s"),
                Optional.empty(),
                Optional.empty());
        return shelf.holds(
                new Coordinates(topic, 3, offset),
                Shelved.of(new Fact.RoomDeleted(room), origin, offset, Optional.empty()));
    }

    private List<Long> release() {
        released.clear();
        shelf.release(one -> released.add(one.time()));
        return List.copyOf(released);
    }

    @Test
    void whileThereIsRoomNothingIsHeld() {
        assertThat(holds(Topics.DOMAIN_EVENTS, 1)).isFalse();
        assertThat(holds(Topics.DOMAIN_EVENTS, 2)).isFalse();
        assertThat(holds(Topics.DOMAIN_EVENTS, 3)).isTrue();
    }

    @Test
    void theQueueIsMeasuredOnlyWhileABackfillTakesRoomOrWaitsForIt() {
        // given
        assertThat(valve.isIdle()).isTrue();

        // when, then
        holds(Topics.DOMAIN_EVENTS, 1);
        assertThat(valve.isIdle()).isFalse();
        valve.queued(2);
        assertThat(valve.isIdle()).isFalse();
        valve.queued(1);
        assertThat(valve.isIdle()).isTrue();
    }

    @Test
    void whatIsHeldGoesOnInItsOrderAsRoomIsMade() {
        // given
        IntStream.rangeClosed(1, 12).forEach(offset -> holds(Topics.DOMAIN_EVENTS, offset));
        assertThat(release()).isEmpty();

        // when, then
        valve.queued(0);
        assertThat(release()).containsExactly(3L, 4L);
        valve.queued(1);
        assertThat(release()).containsExactly(5L);
        assertThat(holds(Topics.DOMAIN_EVENTS, 13)).isTrue();
        List<Long> rest = new ArrayList<>();
        for (int turn = 0; turn < 5; turn++) {
            valve.queued(0);
            rest.addAll(release());
        }
        assertThat(rest).containsExactly(6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
        assertThat(store.all().hasNext()).isFalse();
        valve.queued(0);
        assertThat(holds(Topics.DOMAIN_EVENTS, 14)).isFalse();
    }

    @Test
    void whatComesBeforeInTheOrderOfKeysIsNotForgotten() {
        // given: the replay topic sorts first
        IntStream.rangeClosed(1, 4).forEach(offset -> holds(Topics.DOMAIN_EVENTS, offset));
        valve.queued(1);
        assertThat(release()).containsExactly(3L);

        // when
        holds(Topics.DOMAIN_EVENTS_REPLAY, 99);
        valve.queued(0);
        List<Long> all = new ArrayList<>(release());
        valve.queued(0);
        all.addAll(release());

        // then
        assertThat(all).containsExactly(4L, 99L);
    }

    @Test
    void whatWasHeldBeforeARestartGoesFirstAfterIt() {
        // given
        IntStream.rangeClosed(1, 3).forEach(offset -> holds(Topics.DOMAIN_EVENTS, offset));
        valve.queued(0);

        // when
        shelf = new Shelf(store, valve);

        // then
        assertThat(holds(Topics.DOMAIN_EVENTS, 4)).isTrue();
        assertThat(release()).containsExactly(3L, 4L);
    }
}
