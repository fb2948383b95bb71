package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.LetterReading;
import net.openmeet.matrix.deadletter.OpenLetters;
import net.openmeet.matrix.topology.Topics;
import net.openmeet.matrix.topology.TopicsReading;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topics of dead letters and their ledger, in the instance whose turn it is, so that open letters can be seen without asking for
 * a list. It reads them from their beginning whenever the turn comes to this instance.
 *
 * <p>Threading: all of it belongs to the one thread of its {@link Rounds}.
 */
public final class LetterWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LetterWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    /** Retention deletes whole segments, hours apart. */
    private static final Duration RETENTION_LOOK = Duration.ofMinutes(10);

    private static final List<String> TOPICS =
            List.of(Topics.DOMAIN_EVENTS_DEAD_LETTER, Topics.OPERATIONS_DEAD_LETTER, Topics.DEAD_LETTERS);

    private final Kafka kafka;
    private final BooleanSupplier isOurs;
    private final LetterGauges gauges;
    private final InstantSource clock;
    private Optional<Following> following = Optional.empty();
    private boolean failing;

    /** What is read, and how far the topics were looked at for what is gone. */
    private static final class Following {
        private final TopicsReading reading;
        private final OpenLetters letters = new OpenLetters();
        private Instant lookedAt;

        Following(TopicsReading reading, Instant now) {
            this.reading = reading;
            this.lookedAt = now;
        }

        void take(ConsumerRecord<byte[], byte @Nullable []> record) {
            switch (record.topic()) {
                case Topics.DOMAIN_EVENTS_DEAD_LETTER -> letters.take(LetterReading.event(record));
                case Topics.OPERATIONS_DEAD_LETTER -> letters.take(LetterReading.operation(record));
                default -> ledger(record);
            }
        }

        private void ledger(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
            byte @Nullable [] key = record.key();
            if (key != null) {
                letters.tell(
                        new String(key, StandardCharsets.UTF_8),
                        Optional.ofNullable(record.value()).flatMap(LetterReading::disposition));
            }
        }
    }

    private LetterWatch(Kafka kafka, BooleanSupplier isOurs, MeterRegistry registry, InstantSource clock) {
        this.kafka = kafka;
        this.isOurs = isOurs;
        this.gauges = new LetterGauges(registry, clock);
        this.clock = clock;
    }

    /**
     * Starts it.
     *
     * @param isOurs whether it is this instance's turn, asked every few seconds
     */
    public static AutoCloseable start(Kafka kafka, BooleanSupplier isOurs, MeterRegistry registry) {
        LetterWatch watch = new LetterWatch(kafka, isOurs, registry, InstantSource.system());
        return Rounds.every("letter-watch", Duration.ZERO, EVERY, watch::round, watch::stop);
    }

    private void round() {
        try {
            if (isOurs.getAsBoolean()) {
                follow();
            } else {
                stop();
            }
            failing = false;
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("Open dead letters can't be counted for now: {}", e.toString());
            }
            failing = true;
            stop();
        }
    }

    private void follow() {
        Following its = following.orElseGet(this::begin);
        its.reading.readToEnd(its::take);
        Instant now = clock.instant();
        if (now.isAfter(its.lookedAt.plus(RETENTION_LOOK))) {
            its.lookedAt = now;
            its.reading
                    .beginnings()
                    .forEach((partition, offset) -> its.letters.gone(partition.topic(), partition.partition(), offset));
        }
        gauges.show(its.letters);
    }

    private Following begin() {
        TopicsReading reading = TopicsReading.open(kafka);
        Following begun = new Following(reading, clock.instant());
        following = Optional.of(begun);
        reading.fromBeginning(TOPICS);
        return begun;
    }

    private void stop() {
        gauges.hide();
        following.ifPresent(its -> its.reading.close());
        following = Optional.empty();
    }
}
