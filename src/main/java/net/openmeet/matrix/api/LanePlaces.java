package net.openmeet.matrix.api;

import java.util.Optional;
import net.openmeet.matrix.config.HostPort;
import net.openmeet.matrix.event.LaneKey;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Which instance has a lane's store. Asked on any thread. */
public interface LanePlaces {

    /** The store of the task that has the lane, if this instance runs it. */
    Optional<ReadOnlyKeyValueStore<String, byte[]>> here(LaneKey lane);

    /** Which instance runs it, by what all told each other when tasks were last given out; empty if nobody says. */
    Optional<HostPort> owner(LaneKey lane);

    /** Whether tasks are being given out or restored: the lane's may come here. */
    boolean isSettling();
}
