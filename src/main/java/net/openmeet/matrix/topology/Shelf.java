package net.openmeet.matrix.topology;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where a backfill waits while the pipeline is busy, so that intake reads on and finds the live changes behind it. That they overtake it is
 * harmless: which of two facts is newer is told by their origins ({@link Origin#isStaleAgainst}), not by the order in which they come.
 * Owned by the stream thread.
 */
final class Shelf {
    /** Of a punctuation, so that it ends within milliseconds. */
    private static final int BATCH = 100;
    /** Before and behind the keys of all that is held: no person's key begins so. */
    private static final String FIRST = "shelf:";

    private static final String LAST = "shelf:~";

    private final KeyValueStore<String, byte[]> store;
    private final Valve valve;
    private boolean empty;
    /** Where the next may be: what was taken before it is still in RocksDB's way until that compacts. */
    private String next = FIRST;

    /** @param store that of the people: a store of its own would be a changelog more, which an older version beside this one doesn't know */
    Shelf(KeyValueStore<String, byte[]> store, Valve valve) {
        this.store = store;
        this.valve = valve;
        this.empty = isBare();
    }

    private boolean isBare() {
        try (KeyValueIterator<String, byte[]> all = store.range(FIRST, LAST)) {
            return !all.hasNext();
        }
    }

    /** Puts it behind all others of the backfill; false if it may go on at once. */
    boolean holds(Coordinates at, Shelved fact) {
        if (empty && valve.take(fact.facts())) {
            return false;
        }
        store.put(key(at), Json.write(fact));
        empty = false;
        return true;
    }

    /** Gives up as many as may go on now, in the order in which they came. */
    void release(Consumer<Shelved> onward) {
        if (empty) {
            return;
        }
        Map<String, Shelved> taken = new LinkedHashMap<>();
        boolean all;
        try (KeyValueIterator<String, byte[]> rest = store.range(next, LAST)) {
            boolean open = true;
            while (open && rest.hasNext() && taken.size() < BATCH) {
                KeyValue<String, byte[]> one = rest.next();
                Shelved fact = Json.read(one.value, Shelved.class);
                next = one.key;
                open = valve.take(fact.facts());
                if (open) {
                    taken.put(one.key, fact);
                }
            }
            all = open && !rest.hasNext();
        }
        taken.forEach((key, fact) -> {
            store.delete(key);
            onward.accept(fact);
        });
        if (all) {
            // Of the other topic there may be some before.
            next = FIRST;
            empty = isBare();
        }
    }

    /** In the order of the source, each topic by itself. */
    private static String key(Coordinates at) {
        return String.format(Locale.ROOT, "%s%s/%019d", FIRST, at.topic(), at.offset());
    }
}
