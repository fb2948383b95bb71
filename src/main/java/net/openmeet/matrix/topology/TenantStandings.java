package net.openmeet.matrix.topology;

import net.openmeet.matrix.execution.Standing;
import net.openmeet.matrix.execution.Standings;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/** How tenants stand, for those who ask outside of stream threads. */
public final class TenantStandings implements Standings {
    private final KafkaStreams streams;

    public TenantStandings(KafkaStreams streams) {
        this.streams = streams;
    }

    @Override
    public Standing of(String tenant) {
        return new GlobalStandings(streams.store(StoreQueryParameters.fromNameAndType(
                        Names.HOMESERVERS, QueryableStoreTypes.<String, byte[]>keyValueStore())))
                .of(tenant);
    }
}
