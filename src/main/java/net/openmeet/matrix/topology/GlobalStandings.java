package net.openmeet.matrix.topology;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.epoch.HomeserverRecord;
import net.openmeet.matrix.execution.Standing;
import net.openmeet.matrix.execution.Standings;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How tenants stand, from the global store. A look costs the comparison of some bytes. Owned by one stream thread. */
final class GlobalStandings implements Standings {
    private static final Logger LOG = LoggerFactory.getLogger(GlobalStandings.class);
    private static final Known NOTHING = new Known(ByteBuffer.allocate(0), Standing.first());

    private final ReadOnlyKeyValueStore<String, byte[]> store;
    private final Map<String, Known> known = new HashMap<>();

    /** Parsed once for each value: a look for each visit of a lane is too many for JSON. */
    private record Known(ByteBuffer json, Standing standing) {}

    GlobalStandings(ReadOnlyKeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Override
    public Standing of(String tenant) {
        byte[] json = store.get(tenant);
        if (json == null) {
            return Standing.first();
        }
        Known last = known.getOrDefault(tenant, NOTHING);
        ByteBuffer told = ByteBuffer.wrap(json);
        if (!told.equals(last.json())) {
            last = new Known(told, read(tenant, json, last.standing()));
            known.put(tenant, last);
        }
        return last.standing();
    }

    /** Only we write there. Should somebody else have, that must not stop every instance. */
    private static Standing read(String tenant, byte[] json, Standing before) {
        try {
            HomeserverRecord record = Json.read(json, HomeserverRecord.class);
            return new Standing(record.epoch(), record.resync());
        } catch (UncheckedIOException e) {
            LOG.warn("Left out a record of {} for {}: it can't be read", Topics.HOMESERVERS, tenant);
            return before;
        }
    }

    /** Puts what is told into the store of this instance. */
    static final class Reader implements Processor<String, byte[], Void, Void> {
        private Optional<KeyValueStore<String, byte[]>> store = Optional.empty();

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = Optional.of(context.getStateStore(Names.HOMESERVERS));
        }

        @Override
        public void process(Record<String, byte[]> told) {
            // Without a key it is nobody's; a null value, Kafka's tombstone, deletes.
            if (told.key() != null) {
                store.orElseThrow().put(told.key(), told.value());
            }
        }
    }
}
