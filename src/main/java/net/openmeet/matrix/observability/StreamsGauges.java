package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/** Shows in which state Kafka Streams is, by name: its own metric has a number that may change with its version. */
final class StreamsGauges {
    private StreamsGauges() {}

    static void register(Supplier<KafkaStreams.State> now, MeterRegistry registry) {
        for (KafkaStreams.State state : KafkaStreams.State.values()) {
            Gauge.builder(Meters.PREFIX + "streams.state", now, its -> its.get() == state ? 1 : 0)
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .description("1 for the state that Kafka Streams is in, 0 for all others")
                    .strongReference(true)
                    .register(registry);
        }
    }
}
