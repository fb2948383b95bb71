package net.openmeet.matrix.observability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.event.EventType;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Murmur2;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Ownership;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a synthetic event every now and then, of a type and about a room of its own, and looks whether the room follows: what nobody
 * uses at night is known to work in the morning. It sings in the instance that drives its room's lane, so once in a cluster.
 *
 * <p>Threading: a thread of its own publishes; {@link CanaryMeters} hears of the room from a stream thread.
 */
public final class Canary {
    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);
    private static final String ID = "1";
    private static final String SLUG = "openmeet-matrix-canary";
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Kafka kafka;
    private final LaneKey lane;
    private final Duration every;
    private final Ownership ownership;
    private final CanaryMeters meters;
    private final InstantSource clock;
    private Optional<KafkaProducer<byte[], byte[]>> producer = Optional.empty();
    private Optional<Instant> sung = Optional.empty();

    private Canary(
            Kafka kafka,
            net.openmeet.matrix.config.Canary config,
            Ownership ownership,
            CanaryMeters meters,
            InstantSource clock) {
        this.kafka = kafka;
        this.lane = new LaneKey(config.tenant(), Kind.CANARY, ID);
        this.every = config.every();
        this.ownership = ownership;
        this.meters = meters;
        this.clock = clock;
    }

    /** Starts it; the first song is sung after one interval, as a start-up is no failure. */
    public static AutoCloseable start(
            Kafka kafka, net.openmeet.matrix.config.Canary config, Ownership ownership, Meters meters) {
        Canary canary = new Canary(kafka, config, ownership, meters.canary(), InstantSource.system());
        return Rounds.every("canary", config.every(), config.every(), canary::beat, canary::rest);
    }

    private void beat() {
        try {
            if (ownership.has(partition())) {
                meters.sings();
                listen();
                sing();
            } else {
                rest();
            }
        } catch (InterruptException e) {
            throw e;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | KafkaException e) {
            meters.unpublished();
            LOG.warn("The canary's event could not be published: {}", cause(e).toString());
            silence();
        }
    }

    /** What was sung at the last beat should have been heard by now. */
    private void listen() {
        if (sung.filter(at -> meters.lastHeard().filter(at::isBefore).isEmpty()).isPresent()) {
            meters.late();
        }
    }

    private void sing() throws InterruptedException, ExecutionException {
        KafkaProducer<byte[], byte[]> sending = producer.orElseGet(this::open);
        Instant now = clock.instant();
        byte[] key = lane.toString().getBytes(StandardCharsets.UTF_8);
        sending.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, key, Json.write(event(now))))
                .get();
        sung = Optional.of(now);
    }

    private ObjectNode event(Instant now) {
        ObjectNode event = Json.mapper()
                .createObjectNode()
                .put("specversion", "1.0")
                .put("id", UUID.randomUUID().toString())
                .put("source", "openmeet-matrix")
                .put("type", EventType.CANARY_UPDATED.word())
                .put("subject", lane.toString())
                .put("time", now.toString())
                .put("datacontenttype", "application/json");
        event.putObject("data")
                .put("tenantId", lane.tenant())
                .putObject(Kind.CANARY.word())
                .put("id", ID)
                .put("slug", SLUG)
                .put("name", "Canary " + now.truncatedTo(ChronoUnit.SECONDS))
                .put("visibility", "unlisted");
        return event;
    }

    private KafkaProducer<byte[], byte[]> open() {
        Map<String, Object> settings = new HashMap<>(kafka.producer());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        // A beat that takes longer than the next is due is a failure by then.
        int patience = Math.toIntExact(Math.clamp(every.toMillis(), 1_000, 30_000));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        KafkaProducer<byte[], byte[]> opened =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer = Optional.of(opened);
        return opened;
    }

    private int partition() {
        return Murmur2.partition(lane.toString().getBytes(StandardCharsets.UTF_8), Topics.PARTITIONS);
    }

    private void rest() {
        meters.rests();
        silence();
    }

    private void silence() {
        sung = Optional.empty();
        producer.ifPresent(its -> its.close(CLOSING));
        producer = Optional.empty();
    }

    private static Throwable cause(Exception e) {
        Throwable cause = e.getCause();
        return cause == null ? e : cause;
    }
}
