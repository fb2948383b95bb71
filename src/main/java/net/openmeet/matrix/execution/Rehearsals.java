package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Operation;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Tells what a poke would change, without it. Safe for any thread that may wait; not for stream threads. */
public final class Rehearsals {
    private static final Duration MOST = Duration.ofSeconds(30);
    /** A copy of a room of 10,000 is some 10 MB. */
    private static final int AT_ONCE = 2;
    /** The stream thread may write between two reads of a copy. */
    private static final int TRIES = 3;

    private final Duty duty;
    private final Standings standings;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    /** @param standings how tenants stand now, asked on any thread */
    public Rehearsals(Duty duty, Standings standings) {
        this.duty = duty;
        this.standings = standings;
    }

    /** Too many are asked for at once. */
    public static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("others are being looked at", null, false, false);
        }
    }

    /**
     * What {@code poke} would change; empty if nobody ever heard of the lane. Reads from the homeserver and from {@code store}, and writes
     * to neither.
     *
     * @throws BusyException if others are being looked at
     */
    public Optional<Difference> of(
            LaneKey lane, Operation.Poke poke, ReadOnlyKeyValueStore<String, byte[]> store, Tenant tenant) {
        if (!turns.tryAcquire()) {
            throw new BusyException();
        }
        try (Reads homeserver = new Reads(tenant, duty, MOST)) {
            return copy(lane, new Entries.Seen(store))
                    .map(copy -> new Rehearsal(lane, copy, tenant, standings, homeserver, Instant.now()).of(poke));
        } finally {
            turns.release();
        }
    }

    /** All entries that make up the lane, of one moment unless it is very busy. */
    private static Optional<Entries> copy(LaneKey lane, Entries store) {
        String key = Keyspace.Kind.LANES.word() + ":" + lane;
        Optional<byte[]> before = store.get(key);
        for (int tries = 1; before.isPresent(); tries++) {
            TreeMap<String, byte[]> copy = new TreeMap<>();
            copy.put(key, before.get());
            for (Keyspace.Kind kind : new Keyspace.Kind[] {Keyspace.Kind.SLOTS, Keyspace.Kind.DIRTY}) {
                String prefix = kind.word() + ":" + lane;
                store.scan(prefix + "#", prefix + "$", Integer.MAX_VALUE, copy::put);
            }
            Optional<byte[]> after = store.get(key);
            if (tries == TRIES
                    || after.filter(bytes -> Arrays.equals(bytes, copy.get(key)))
                            .isPresent()) {
                return Optional.of(new Entries.Copied(copy));
            }
            before = after;
        }
        return Optional.empty();
    }
}
