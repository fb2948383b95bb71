package net.openmeet.matrix.api;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.openmeet.matrix.config.HostPort;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Murmur2;
import net.openmeet.matrix.topology.Stores;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Where Kafka Streams has the lanes. */
public final class StreamsPlaces implements LanePlaces {
    private final KafkaStreams streams;

    public StreamsPlaces(KafkaStreams streams) {
        this.streams = streams;
    }

    @Override
    public Optional<ReadOnlyKeyValueStore<String, byte[]>> here(LaneKey lane) {
        int partition = Murmur2.partition(lane.toString().getBytes(StandardCharsets.UTF_8), Topics.PARTITIONS);
        try {
            ReadOnlyKeyValueStore<String, byte[]> store = streams.store(StoreQueryParameters.fromNameAndType(
                            Stores.LANES, QueryableStoreTypes.<String, byte[]>keyValueStore())
                    .withPartition(partition));
            // Only a look shows whether there is such a store: what is given is looked for with each.
            store.get(lane.toString());
            return Optional.of(store);
        } catch (InvalidStateStoreException e) {
            // Whether it is elsewhere or on its way here: others say.
            return Optional.empty();
        }
    }

    @Override
    public Optional<HostPort> owner(LaneKey lane) {
        try {
            KeyQueryMetadata metadata = streams.queryMetadataForKey(
                    Stores.LANES, lane.toString(), Serdes.String().serializer());
            HostInfo host = metadata.activeHost();
            // Kafka Streams calls an instance that doesn't say where it is "unavailable" or "unknown", with no port.
            return host == null || host.port() <= 0
                    ? Optional.empty()
                    : Optional.of(new HostPort(host.host(), host.port()));
        } catch (InvalidStateStoreException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isSettling() {
        return streams.state() != KafkaStreams.State.RUNNING;
    }
}
