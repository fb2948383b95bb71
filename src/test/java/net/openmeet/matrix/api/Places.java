package net.openmeet.matrix.api;

import java.util.Optional;
import net.openmeet.matrix.config.HostPort;
import net.openmeet.matrix.event.LaneKey;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Lanes where a test says they are: all here, or all somewhere else. */
public record Places(
        Optional<ReadOnlyKeyValueStore<String, byte[]>> store, Optional<HostPort> elsewhere, boolean isSettling)
        implements LanePlaces {

    /** All here. */
    public static Places here(ReadOnlyKeyValueStore<String, byte[]> store) {
        return new Places(Optional.of(store), Optional.empty(), false);
    }

    static Places at(HostPort owner) {
        return new Places(Optional.empty(), Optional.of(owner), false);
    }

    @Override
    public Optional<ReadOnlyKeyValueStore<String, byte[]>> here(LaneKey lane) {
        return store;
    }

    @Override
    public Optional<HostPort> owner(LaneKey lane) {
        return elsewhere;
    }
}
