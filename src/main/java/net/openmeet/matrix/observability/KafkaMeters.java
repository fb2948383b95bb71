package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.streams.KafkaStreams;

/** What Kafka Streams, its clients and its stores tell of themselves. */
public final class KafkaMeters implements AutoCloseable {
    /** Tasks and topics come and go with their metrics. Micrometer looks every minute, which hides what a rebalance did. */
    private static final Duration REFRESH = Duration.ofSeconds(15);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kafka-metrics").factory());
    private final KafkaStreamsMetrics ofStreams;
    private final KafkaClientMetrics ofAdmin;

    /**
     * Closed before the registry, and once the pipeline has stopped.
     *
     * @param registry what is shown goes there
     * @param admin the service's own client; those of Kafka Streams are among its metrics
     */
    public KafkaMeters(KafkaStreams streams, AdminClient admin, MeterRegistry registry) {
        ofStreams = new KafkaStreamsMetrics(streams, Tags.empty(), scheduler, REFRESH);
        ofAdmin = new KafkaClientMetrics(admin, Tags.empty(), scheduler, REFRESH);
        ofStreams.bindTo(registry);
        ofAdmin.bindTo(registry);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        ofStreams.close();
        ofAdmin.close();
    }
}
