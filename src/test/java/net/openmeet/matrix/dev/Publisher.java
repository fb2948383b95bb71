package net.openmeet.matrix.dev;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes sample domain events at a steady pace, as OpenMeet would: keyed by subject, acknowledged, idempotent. */
final class Publisher implements AutoCloseable {
    private final KafkaProducer<String, String> producer;
    private final ScheduledFuture<?> ticking;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("publisher").factory());

    Publisher(String bootstrapServers, SampleWorld world, Duration every) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "enable.idempotence", "true"),
                new StringSerializer(),
                new StringSerializer());
        ticking = pace.scheduleAtFixedRate(() -> publish(world.next()), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    // Nobody waits for a sample: the broker is in this JVM, and a lost one is only missed.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void publish(DomainEvents.Event event) {
        producer.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, event.key(), event.json()));
    }

    @Override
    public void close() {
        ticking.cancel(true);
        pace.shutdownNow();
        producer.close(Duration.ofSeconds(2));
    }
}
