package net.openmeet.matrix.cli;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.topology.JsonSerde;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Asks the executors to look again, by {@code openmeet.matrix.commands}. */
final class Pokes {
    private Pokes() {}

    /**
     * Sends the same poke for each key, one after the other. Asking twice costs a look.
     *
     * @param keys lanes, or tenants
     * @throws KafkaException if one wasn't taken; those before it were
     */
    static void send(Kafka kafka, Collection<String> keys, Operation.Poke poke, Beat beat) {
        Map<String, Object> settings = new HashMap<>(kafka.producer());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        try (KafkaProducer<String, Operation> producer = new KafkaProducer<>(
                settings, new StringSerializer(), JsonSerde.of(Operation.class).serializer())) {
            for (String key : keys) {
                beat.await();
                producer.send(new ProducerRecord<>(Topics.COMMANDS, key, poke)).get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException("Not all was taken", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
