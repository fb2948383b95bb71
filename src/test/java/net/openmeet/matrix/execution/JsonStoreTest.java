package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the store holds is what is read, whoever wrote it. A value is decoded once as long as its bytes stay the same.
 */
class JsonStoreTest {
    private Keyspace bytes;
    private JsonStore<Progress> store;

    @BeforeEach
    void open() {
        KeyValueStore<String, byte[]> kept = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("s"), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        var context = new MockProcessorContext<String, String>();
        kept.init(context.getStateStoreContext(), kept);
        bytes = Keyspace.Kind.LANES.in(kept);
        store = new JsonStore<>(bytes, Progress.class);
    }

    private static Progress tried(int attempts) {
        return Json.read(("{\"attempts\":" + attempts + "}").getBytes(StandardCharsets.UTF_8), Progress.class);
    }

    @Test
    void aValueIsDecodedOnce() {
        // given
        bytes.put("a", Json.write(tried(1)));

        // when
        Progress first = store.get("a").orElseThrow();

        // then
        assertThat(first).isEqualTo(tried(1));
        assertThat(store.get("a").orElseThrow()).isSameAs(first);
    }

    @Test
    void whatIsPutIsReadAtOnceAndWrittenWhenTheStepEnds() {
        // given
        store.put("a", tried(1));
        store.put("a", tried(2));
        assertThat(store.get("a")).contains(tried(2));
        assertThat(bytes.get("a")).isEmpty();

        // when
        store.flush();

        // then
        assertThat(Json.read(bytes.get("a").orElseThrow(), Progress.class)).isEqualTo(tried(2));
    }

    @Test
    void whatIsDeletedIsGoneThoughItWasNotWrittenYet() {
        // given
        store.put("a", tried(1));

        // when
        store.delete("a");
        store.flush();

        // then
        assertThat(store.get("a")).isEmpty();
        assertThat(bytes.get("a")).isEmpty();
    }

    @Test
    void whatTheStoreHoldsWinsOverWhatIsRemembered() {
        // given
        store.put("a", tried(1));
        store.put("b", tried(1));
        store.flush();

        // when
        bytes.put("a", Json.write(tried(3)));
        bytes.delete("b");

        // then
        assertThat(store.get("a")).contains(tried(3));
        assertThat(store.get("b")).isEmpty();
    }

    @Test
    void aRangeEndsAtItsLimit() {
        // given
        List.of("a", "b", "c", "d").forEach(key -> store.put(key, tried(key.charAt(0))));
        List<Progress> visited = new ArrayList<>();

        // when
        store.range("b", "d", 2, visited::add);

        // then
        assertThat(visited).containsExactly(tried('b'), tried('c'));
    }
}
